using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.SignIn;

/// <summary>What of the configuration decides the shape of sign-in, read once when the service is composed.</summary>
internal sealed record SignInSetting(
    SignInOptions Options,
    DemoOptions Demo,
    bool ServesStaff,
    bool IsProduction,
    string StateDirectory)
{
    public bool HasProvider => !Demo.Enabled && Options.Authority.Length > 0;

    /// <summary>Scheme, host and port of the provider, for the form-action of the pages; null without one.</summary>
    public string? ProviderOrigin =>
        HasProvider && Uri.TryCreate(Options.Authority, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;

    public static SignInSetting Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection(SignInOptions.Section).Get<SignInOptions>() ?? new SignInOptions();
        var demo = configuration.GetSection(DemoOptions.Section).Get<DemoOptions>() ?? new DemoOptions();
        return new SignInSetting(
            options,
            demo,
            RolesSetting.Names(configuration, Roles.Desk),
            environment.IsProduction(),
            Path.GetFullPath(options.StateDirectory.Length > 0 ? options.StateDirectory : StorageModule.DirectoryOf(configuration)));
    }
}

/// <summary>Settings that hold several words.</summary>
internal static class Words
{
    private static readonly char[] Separators = [',', ';', ' '];

    public static string[] Of(string setting) =>
        setting.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
