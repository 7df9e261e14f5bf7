using Microsoft.AspNetCore.Antiforgery;

namespace ServiceRouter.Host.SignIn;

/// <summary>Refuses what another site's page makes the browser of a signed-in person do: API calls that change
/// something. WebSockets have <see cref="WebSocketOrigin"/>.</summary>
internal sealed class SameOriginGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsProof(context)
            && SameOrigin.Of(context.Request) != Origin.Same
            && !await HasFormTokenAsync(context))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "cross-origin-call",
                "The call was not proved to come from this site: send it from a page of this site, or with a bearer token.");
            return;
        }

        await next(context);
    }

    // A bearer token is never added by the browser on its own, a cookie always is.
    private static bool NeedsProof(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        && Schemes.For(context.Request) == Schemes.Cookie
        && IsChange(context.Request);

    private static bool IsChange(HttpRequest request) =>
        (StaffPaths.IsApi(request.Path) || StaffPaths.IsCircuit(request.Path))
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method);

    private Task<bool> HasFormTokenAsync(HttpContext context) => antiforgery.IsRequestValidAsync(context);
}

/// <summary>What a request says about the page that made the browser send it.</summary>
internal enum Origin
{
    Unknown = 0,
    Same = 1,
    Other = 2,
}

/// <summary>Reads Sec-Fetch-Site, or Origin from browsers that do not send it (Safari before 16.4).</summary>
internal static class SameOrigin
{
    public static Origin Of(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site == "same-origin" ? Origin.Same : Origin.Other;

        if (request.Headers.Origin.Count == 0)
            return Origin.Unknown;
        return IsNamed(request) ? Origin.Same : Origin.Other;
    }

    /// <summary>The header Origin is there, once, and names this site. The scheme is left out: behind a proxy that ends TLS the request itself is http.</summary>
    public static bool IsNamed(HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
