using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ServiceRouter.Host.SignIn;

/// <summary>The session cookie and its two ends: after a time without use, and in any case.</summary>
internal static class SessionCookie
{
    /// <summary>Claim of a circuit's person with the name of the session that opened it: the circuit outlives the request.</summary>
    public const string SessionClaim = "urn:service-router:session";

    private const string EndsAt = "sr.ends-at";

    public static void Configure(CookieAuthenticationOptions cookie, SignInSetting setting)
    {
        // Browsers take a __Host- name only with Secure; a demo runs over http on the local machine.
        cookie.Cookie.Name = setting.Demo.Enabled ? "sr" : "__Host-sr";
        cookie.Cookie.SecurePolicy = setting.Demo.Enabled ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.Path = "/";
        cookie.LoginPath = StaffPaths.SignIn;
        cookie.ReturnUrlParameter = "retour";
        cookie.ExpireTimeSpan = setting.Options.IdleLimit;
        cookie.SlidingExpiration = true;
        cookie.Events.OnSigningIn = context =>
        {
            var endsAt = Now(context.HttpContext) + setting.Options.AbsoluteLimit;
            context.Properties.Items[EndsAt] = endsAt.ToString("O", CultureInfo.InvariantCulture);
            context.HttpContext.RequestServices.GetRequiredService<SessionFiles>().EndBefore(context.HttpContext);
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = context =>
        {
            if (Now(context.HttpContext) >= EndOf(context.Properties))
                context.RejectPrincipal();
            else if (StaffPaths.IsCircuit(context.HttpContext.Request.Path) && SessionFiles.NameFor(context.HttpContext) is { } name)
                (context.Principal?.Identity as ClaimsIdentity)?.AddClaim(new Claim(SessionClaim, name));
            return Task.CompletedTask;
        };
    }

    /// <summary>When the session ends, used or not; at once when nothing says so.</summary>
    public static DateTimeOffset EndOf(AuthenticationProperties session) =>
        session.Items.TryGetValue(EndsAt, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var endsAt)
            ? endsAt
            : DateTimeOffset.MinValue;

    private static DateTimeOffset Now(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
