using System.Text.Json;

namespace ServiceRouter.Connectors.Twilio.Rest;

/// <summary>Twilio refused a request: its code and words, never a number or a text of a person.</summary>
internal sealed class TwilioApiException(int status, int? code, string words) : Exception($"Twilio answered {status}{(code is { } number ? $" ({number})" : "")}: {words}")
{
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

    // Twilio repeats the number that it refuses in its sentence: only what comes before the first digit is kept.
    private static string ShortWords(JsonElement root)
    {
        var words = root.TryGetProperty("message", out var message) || root.TryGetProperty("title", out message) ? message.GetString() ?? "" : "";
        var end = words.IndexOfAny(['+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        return (end < 0 ? words : words[..end]).Trim();
    }
}
