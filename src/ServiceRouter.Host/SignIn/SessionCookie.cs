using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ServiceRouter.Host.SignIn;

/// <summary>The session cookie and its two ends: after a time without use, and in any case.</summary>
internal static class SessionCookie
{
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
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = context =>
        {
            if (!context.Properties.Items.TryGetValue(EndsAt, out var text)
                || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var endsAt)
                || Now(context.HttpContext) >= endsAt)
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static DateTimeOffset Now(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
