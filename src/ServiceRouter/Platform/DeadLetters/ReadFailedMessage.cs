using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServiceRouter.Platform.DeadLetters;

/// <summary>Reads whatever can be read of bytes that nobody could process. It never throws, and never trusts.</summary>
internal static partial class ReadFailedMessage
{
    /// <summary>Longest text that is kept, in characters: ours have less than one thousand.</summary>
    public const int LongestBody = 16_000;

    private const int LongestReceipt = 40;

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
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Bytes of something else, or half a sign in a name or a type: kept as text below.
        }
        return new FailedMessage(idOfTransport ?? IdOf(bytes), failedBy, place, null, technical, Text(bytes), null, now);
    }

    /// <summary>Whether it is one JSON object from its beginning to its end.</summary>
    public static bool IsWhole(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "");
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The fields of a message's own JSON as text, by name in any case; also where it is no JSON any more.</summary>
    public static Func<string, string?> Fields(string? body)
    {
        if (string.IsNullOrEmpty(body)) return _ => null;
        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                foreach (var field in json.RootElement.EnumerateObject()) fields[field.Name] = field.Value.ValueKind is JsonValueKind.Null ? null : field.Value.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // "name":"value", wherever it still stands. No part of the pattern can be matched in two ways, and the body is short.
            foreach (Match field in Field().Matches(body)) fields.TryAdd(field.Groups[1].Value, field.Groups[2].Value);
        }
        return name => fields.GetValueOrDefault(name);
    }

    /// <summary>Which request a message is about, under which receipt and since when; nothing else of it. Null when it says none of that.</summary>
    public static string? IdentityOf(string? body)
    {
        var (read, kept) = (Fields(body), new Dictionary<string, string>());
        if (Guid.TryParse(read("handoffId"), out var id)) kept["handoffId"] = $"{id}";
        if (read("receipt") is { Length: > 0 and <= LongestReceipt } receipt && receipt.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')) kept["receipt"] = receipt;
        if (DateTimeOffset.TryParse(read("askedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) kept["askedAt"] = at.ToString("O", CultureInfo.InvariantCulture);
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept);
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

    [GeneratedRegex("""\"(\w{1,40})\"\s*:\s*\"?([^\",}]{0,200})""", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
