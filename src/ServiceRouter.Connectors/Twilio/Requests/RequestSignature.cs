using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>
/// Twilio's request signature: Base64 of HMAC-SHA1, keyed by the account's auth token, over the address as Twilio has it and, for a form,
/// every parameter sorted by name. It has no time in it: a captured request verifies for ever, so handlers must bear repetition.
/// </summary>
internal static class RequestSignature
{
    /// <summary>Length of a signature in Base64.</summary>
    private const int Length = 28;

    /// <param name="token">Auth token.</param>
    /// <param name="url">The whole address as configured at Twilio, untouched.</param>
    /// <param name="form">Decoded body of a form; empty for GET, JSON and WebSocket handshakes.</param>
    public static byte[] Compute(string token, string url, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var signed = new StringBuilder(url);
        // By code unit: the order of a culture puts Called before CallSid, and Twilio does not.
        foreach (var (name, values) in form.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            foreach (var value in values.Select(value => value ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                signed.Append(name).Append(value);
        // SHA-1 is the protocol's choice; as HMAC it is not known to be broken.
#pragma warning disable CA5350
        return HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString()));
#pragma warning restore CA5350
    }

    /// <summary>Whether the header is the signature of one of the addresses. Takes the same time wherever it differs.</summary>
    public static bool Fits(string? header, string token, IReadOnlyList<string> urls, IReadOnlyCollection<KeyValuePair<string, StringValues>> form)
    {
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes];
        if (header is not { Length: Length } || token.Length == 0 || !Convert.TryFromBase64String(header, given, out var written) || written != given.Length) return false;
        var fits = false;
        foreach (var url in urls) fits |= CryptographicOperations.FixedTimeEquals(given, Compute(token, url, form));
        return fits;
    }

    /// <summary>Whether the bytes are those that Twilio named in the address of a JSON request.</summary>
    /// <param name="named">The parameter <c>bodySHA256</c>, 64 hexadecimal digits; without it a JSON body is not signed at all.</param>
    /// <param name="body">The body as received.</param>
    public static bool BodyFits(string? named, ReadOnlySpan<byte> body)
    {
        if (named is not { Length: SHA256.HashSizeInBytes * 2 } || named.Any(digit => !char.IsAsciiHexDigit(digit))) return false;
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(named), SHA256.HashData(body));
    }
}
