using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Tests.SignIn;

internal static class Settings
{
    /// <summary>A production node that serves the desk, correctly configured.</summary>
    public static SignInSetting Good() => new(
        new SignInOptions { Authority = "https://auth.example.org/api/v2", ClientId = "service-router", ClientSecret = "s" },
        new DemoOptions(),
        ServesStaff: true,
        IsProduction: true,
        StateDirectory: "/nowhere");

    public static SignInSetting Demo() => Good() with
    {
        Options = new SignInOptions(),
        Demo = new DemoOptions { Enabled = true },
        IsProduction = false,
    };
}
