using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>Writes <c>X-Twilio-Signature</c> as Twilio's page on request security describes it.</summary>
public static class RequestSigner
{
    public const string Header = "X-Twilio-Signature";

    /// <param name="token">The account's primary auth token.</param>
    /// <param name="url">The URL as it is signed, untouched: see <see cref="SignedUrl.Of"/>.</param>
    /// <param name="form">The decoded form of a form POST; nothing for GET, JSON and a WebSocket handshake.</param>
    /// <returns>28 characters of Base64.</returns>
    public static string Sign(string token, string url, IEnumerable<KeyValuePair<string, string>>? form = null)
    {
        var data = new StringBuilder(url);
        // A name that comes twice gives each of its distinct values once, in their order.
        foreach (var (name, value) in (form ?? []).Distinct().OrderBy(pair => pair.Key, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal))
            data.Append(name).Append(value);
#pragma warning disable CA5350 // The protocol's choice.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(data.ToString())));
#pragma warning restore CA5350
    }

    /// <summary>The URL of a request with a JSON body: its signature covers the body through this query parameter.</summary>
    public static string WithBodyHash(string url, ReadOnlySpan<byte> body) =>
        $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}bodySHA256={Convert.ToHexStringLower(SHA256.HashData(body))}";
}
