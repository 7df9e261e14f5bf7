using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.SignIn;

/// <summary>Decides whether the service may start with these settings; names every fault at once.</summary>
internal sealed class SignInRules(SignInSetting setting) : IValidateOptions<SignInOptions>
{
    // RFC 6819 and browsers set no limit; below a minute nobody can work, above a day a shared post stays open overnight.
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(24);

    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var faults = Faults(setting with { Options = options }).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    internal static IEnumerable<string> Faults(SignInSetting setting) =>
        Demo(setting).Concat(Provider(setting)).Concat(Limits(setting.Options));

    private static IEnumerable<string> Demo(SignInSetting setting)
    {
        if (!setting.Demo.Enabled)
            yield break;
        if (setting.IsProduction)
            yield return "Demo:Enabled is true and the environment is Production: demo accounts need no password. "
                + "Set Demo:Enabled to false, or choose another environment (ASPNETCORE_ENVIRONMENT).";
        if (setting.Options.Authority.Length > 0)
            yield return "Demo:Enabled is true and SignIn:Authority is set: choose one, demo accounts or the provider.";
        foreach (var fault in Ranges(setting.Demo))
            yield return fault;
    }

    private static IReadOnlyList<string> Ranges(DemoOptions demo)
    {
        var faults = new SectionFaults(DemoOptions.Section);
        faults.Within(nameof(demo.Counsellors), demo.Counsellors, DemoCounsellors.All.Count, DemoCounsellors.Most);
        faults.Within(nameof(demo.TokenLife), demo.TokenLife, ShortestLimit, LongestLimit);
        return faults.All;
    }

    private static IEnumerable<string> Provider(SignInSetting setting)
    {
        var options = setting.Options;
        if (setting.Demo.Enabled)
            yield break;
        if (options.Authority.Length == 0)
        {
            if (setting.ServesStaff)
                yield return "SignIn:Authority is not set: desk and dashboard need an OpenID Connect provider. "
                    + "Set SignIn:Authority, SignIn:ClientId and SignIn:ClientSecret; or leave Desk out of Roles; "
                    + "or, for a demonstration, set Demo:Enabled to true.";
            yield break;
        }

        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps)
            yield return $"SignIn:Authority is '{options.Authority}': it must be an absolute https address.";
        if (options.ClientId.Length == 0)
            yield return "SignIn:ClientId is not set: it is the name under which the provider knows this service.";
        if (options.ClientSecret.Length == 0)
            yield return "SignIn:ClientSecret is not set: the authorization code is redeemed with it.";
        if (!Words.Of(options.Scopes).Contains("openid", StringComparer.Ordinal))
            yield return $"SignIn:Scopes is '{options.Scopes}': it must hold openid.";
        if (options.CounsellorClaim.Length == 0)
            yield return "SignIn:CounsellorClaim is not set: it names the claim that identifies the counsellor.";
        if (options.RoleClaim.Length == 0)
            yield return "SignIn:RoleClaim is not set: it names the claim that carries the roles.";
        if (Words.Of(options.Roles.Counsellor).Length == 0)
            yield return "SignIn:Roles:Counsellor is empty: nobody could open the desk.";
        if (Words.Of(options.Roles.Manager).Length == 0)
            yield return "SignIn:Roles:Manager is empty: nobody could open the dashboard.";
        if (options.ApiAudience.Length > 0 && options.ApiAudience == options.ClientId)
            yield return "SignIn:ApiAudience is the same as SignIn:ClientId: identity tokens would pass as access tokens.";
    }

    private static IReadOnlyList<string> Limits(SignInOptions options)
    {
        var faults = new SectionFaults(SignInOptions.Section);
        faults.Within(nameof(options.IdleLimit), options.IdleLimit, ShortestLimit, LongestLimit);
        faults.Within(nameof(options.AbsoluteLimit), options.AbsoluteLimit, options.IdleLimit, LongestLimit, leastIs: nameof(options.IdleLimit));
        return faults.All;
    }
}
