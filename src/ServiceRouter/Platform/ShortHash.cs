using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Platform;

/// <summary>The beginning of the SHA-256 of a text, in lower-case hexadecimal: tells texts apart that nobody has made to be alike. No proof, and no secret.</summary>
internal static class ShortHash
{
    /// <param name="text">Any.</param>
    /// <param name="bytes">1 to 32; two characters for each.</param>
    public static string Of(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
