using ServiceRouter.Host.Telephone;

namespace ServiceRouter.Host.SignIn;

/// <summary>The security headers of every response, static files and errors included.</summary>
internal static class SecurityHeaders
{
    public static IEnumerable<KeyValuePair<string, string>> For(PathString path, bool demo, string? providerOrigin)
    {
        yield return new("Content-Security-Policy", ContentPolicy(path, providerOrigin));
        yield return new("X-Content-Type-Options", "nosniff");
        yield return new("X-Frame-Options", "DENY");
        // Nothing goes to another site; within ours a browser that says no more (Sec-Fetch-Site) still names the origin of a form, which "no-referrer" would make "null".
        yield return new("Referrer-Policy", "same-origin");
        yield return new("Permissions-Policy",
            $"camera=(), display-capture=(), geolocation=(), microphone=({(demo && path.StartsWithSegments(DemoTelephone.Path) ? "self" : "")}), midi=(), payment=(), usb=()");
        yield return new("Cross-Origin-Opener-Policy", "same-origin");
        yield return new("Cross-Origin-Resource-Policy", "same-origin");
        if (!demo)
            yield return new("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        if (StaffPaths.IsStaff(path))
            yield return new("Cache-Control", "no-store");
    }

    // Blazor finds its hub through <base href>, which base-uri 'none' would make the browser ignore.
    // connect-src 'self' takes in the WebSocket to the same origin (CSP level 3).
    private static string ContentPolicy(PathString path, string? providerOrigin) => string.Join("; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        IsBlazorPage(path) ? "base-uri 'self'" : "base-uri 'none'",
        providerOrigin is null ? "form-action 'self'" : $"form-action 'self' {providerOrigin}");

    private static bool IsBlazorPage(PathString path) =>
        path.StartsWithSegments(StaffPaths.Desk) || path.StartsWithSegments(StaffPaths.Steering);
}

/// <summary>Puts the headers first in the pipeline, whatever order the host composes the rest in.</summary>
internal sealed class SecurityHeadersFirst(SignInSetting setting) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AddAsync);
        next(app);
    };

    private Task AddAsync(HttpContext context, RequestDelegate next)
    {
        // The path is taken now: an error page is re-executed under another one.
        var path = context.Request.Path;
        // First registered runs last, so that nothing later weakens a header.
        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in SecurityHeaders.For(path, setting.Demo.Enabled, setting.ProviderOrigin))
                context.Response.Headers[name] = value;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
