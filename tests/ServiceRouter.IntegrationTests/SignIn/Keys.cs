using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>Made once for a run: making RSA keys for each provider took most of the tests' time.</summary>
internal static class Keys
{
    public static RsaSecurityKey Signing { get; } = MakeRsa();

    public static SymmetricSecurityKey Encryption { get; } = new(RandomNumberGenerator.GetBytes(32));

    /// <summary>A good RSA key that the provider never published.</summary>
    public static SigningCredentials Stranger() => new(MakeRsa(), SecurityAlgorithms.RsaSha256);

    private static RsaSecurityKey MakeRsa()
    {
        using var rsa = RSA.Create(2048);
        return new RsaSecurityKey(rsa.ExportParameters(true));
    }
}
