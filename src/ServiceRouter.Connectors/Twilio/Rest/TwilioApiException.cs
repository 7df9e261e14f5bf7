using System.Buffers;
using System.Text.Json;

namespace ServiceRouter.Connectors.Twilio.Rest;

/// <summary>Twilio refused a request: its code and words, never a number or a text of a person.</summary>
internal sealed class TwilioApiException(int status, int? code, string words) : Exception($"Twilio answered {status}{(code is { } number ? $" ({number})" : "")}: {words}")
{
    private static readonly SearchValues<char> Telling = SearchValues.Create("+:@0123456789");

    /// <summary>The call is over, or not in a state to be changed.</summary>
    public const int CallOver = 21220;

    public int Status { get; } = status;

    public int? Code { get; } = code;

    /// <summary>Reads both forms: <c>code, message</c>, and RFC 9457 of newer resources.</summary>
    public static TwilioApiException Of(int status, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return new TwilioApiException(status, null, "no reason given");
            var code = root.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var read) ? read : (int?)null;
            return new TwilioApiException(status, code, ShortWords(root));
        }
        catch (JsonException)
        {
            return new TwilioApiException(status, null, "no reason given");
        }
    }

    // Twilio repeats the number or the address that it refuses in its sentence: only the words before it are kept.
    private static string ShortWords(JsonElement root)
    {
        var words = root.TryGetProperty("message", out var message) || root.TryGetProperty("title", out message) ? message.GetString() ?? "" : "";
        var end = words.AsSpan().IndexOfAny(Telling);
        if (end < 0) return words.Trim();
        // What is before the sign of an address is a name.
        var whole = words[end] == '@' ? words.LastIndexOf(' ', end) : end;
        return whole < 0 ? "" : words[..whole].Trim();
    }
}
