using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Connectors.Twilio.Relay;

/// <summary>A frame from the provider; kinds and fields that nobody knows yet are passed over.</summary>
/// <param name="Type">setup, prompt, dtmf, interrupt, error.</param>
/// <param name="CallSid">Of setup.</param>
/// <param name="From">Of setup: the caller's number, or a word where it is hidden.</param>
/// <param name="VoicePrompt">Of prompt: what was understood.</param>
/// <param name="Last">Of prompt: the sentence is over.</param>
/// <param name="Digit">Of dtmf.</param>
internal sealed record RelayFrame(string? Type, string? CallSid = null, string? From = null, string? VoicePrompt = null, bool? Last = null, string? Digit = null);

/// <summary>What ended a talk over a WebSocket: the turn that the line goes on with, said again by whoever is asked for it.</summary>
internal sealed record RelayHandoff(int Turn, string? Keys, string? Words, int Silences)
{
    [JsonIgnore]
    public Heard Heard => new(Keys, Words, null);
}

/// <summary>JSON of both ways.</summary>
internal static class RelayJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Null for what is no frame.</summary>
    public static RelayFrame? Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<RelayFrame>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null for what this service has not written.</summary>
    public static RelayHandoff? ReadHandoff(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<RelayHandoff>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Say(string token, string locale, bool isLast) => JsonSerializer.SerializeToUtf8Bytes(new { type = "text", token, lang = locale, last = isLast, interruptible = true }, Options);

    /// <summary>The provider wants the data of a handing over as a text.</summary>
    public static byte[] End(RelayHandoff handoff) => JsonSerializer.SerializeToUtf8Bytes(new { type = "end", handoffData = JsonSerializer.Serialize(handoff, Options) }, Options);
}
