using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Composition;

/// <summary>
/// Outside Production, the key of the receipts is made once and kept beside the other keys, so that a newcomer needs no settings and a restart
/// still knows what it gave. In Production it is a setting: nodes that each made their own would not know each other's receipts.
/// </summary>
internal sealed class ReceiptKeyFile(SignInSetting setting) : IPostConfigureOptions<ReceiptsOptions>
{
    private const int KeyBytes = 32;

    public void PostConfigure(string? name, ReceiptsOptions options)
    {
        if (options.Key.Length > 0 || setting.IsProduction) return;
        var path = Path.Combine(StateDirectory.Open(setting.StateDirectory, "keys").FullName, "receipt.key");
        // Two nodes may start at once: the first file stays, both read it.
        if (!File.Exists(path)) StateDirectory.Write(path, RandomNumberGenerator.GetBytes(KeyBytes), replace: false);
        options.Key = Convert.ToBase64String(File.ReadAllBytes(path));
    }
}
