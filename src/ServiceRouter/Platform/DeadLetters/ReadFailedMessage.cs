using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceRouter.Platform.DeadLetters;

/// <summary>Reads whatever can be read of bytes that nobody could process. It never throws, and never trusts.</summary>
internal static class ReadFailedMessage
{
    /// <summary>Longest text that is kept, in characters: ours have less than one thousand.</summary>
    public const int LongestBody = 16_000;

    /// <param name="failedBy">How it failed.</param>
    /// <param name="place">The queue it failed in, without <c>_error</c> and <c>_skipped</c>.</param>
    /// <param name="bytes">MassTransit's envelope, or anything else.</param>
    /// <param name="idOfTransport">Message id that the transport tells, when the envelope cannot be read.</param>
    /// <param name="technical">Type of the exception.</param>
    /// <param name="now">When it was found.</param>
    public static FailedMessage Of(FailedBy failedBy, string place, byte[] bytes, Guid? idOfTransport, string? technical, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                var isEnvelope = root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object;
                var id = isEnvelope && root.TryGetProperty("messageId", out var told) && told.ValueKind == JsonValueKind.String && told.TryGetGuid(out var read) ? read : idOfTransport;
                return new FailedMessage(
                    id ?? IdOf(bytes), failedBy, place, isEnvelope ? TypeIn(root) : null, technical,
                    Cut((isEnvelope ? message : root).GetRawText()), null, now);
            }
        }
        catch (JsonException)
        {
            // Bytes of something else, kept as text below.
        }
        return new FailedMessage(idOfTransport ?? IdOf(bytes), failedBy, place, null, technical, Text(bytes), null, now);
    }

    /// <summary>The same for the same bytes.</summary>
    public static Guid IdOf(ReadOnlySpan<byte> bytes) => new(SHA256.HashData(bytes).AsSpan(0, 16));

    /// <summary>As text, with a replacement sign for what is none.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Cut(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestBody)]));

    private static string Cut(string text) => PlainText.Of(text.Length > LongestBody ? text[..LongestBody] : text);

    // "urn:message:ServiceRouter.Contracts.Handoffs:HandoffAsked" is the contract ServiceRouter.Contracts.Handoffs.HandoffAsked.
    private static string? TypeIn(JsonElement root)
    {
        const string Urn = "urn:message:";
        if (!root.TryGetProperty("messageType", out var types) || types.ValueKind != JsonValueKind.Array || types.GetArrayLength() == 0) return null;
        if (types[0].ValueKind != JsonValueKind.String || types[0].GetString() is not { Length: < 200 } first) return null;
        return (first.StartsWith(Urn, StringComparison.Ordinal) ? first[Urn.Length..] : first).Replace(':', '.');
    }
}
