using System.Security.Cryptography;

namespace ServiceRouter.PhoneSimulator.Calls;

internal static class Sids
{
    /// <summary>Two letters for the kind, 32 hexadecimal digits.</summary>
    public static string New(string kind) => kind + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
