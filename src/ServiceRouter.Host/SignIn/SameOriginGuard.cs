using Microsoft.AspNetCore.Antiforgery;

namespace ServiceRouter.Host.SignIn;

/// <summary>Refuses what another site's page makes the browser of a signed-in person do: API calls that change
/// something, and WebSockets, which no CORS rule guards.</summary>
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
        && (IsChange(context.Request) || IsWebSocket(context));

    private static bool IsChange(HttpRequest request) =>
        (StaffPaths.IsApi(request.Path) || StaffPaths.IsCircuit(request.Path))
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method);

    // WebSockets over HTTP/2 come as CONNECT with a protocol, over HTTP/1.1 as GET with Upgrade.
    private static bool IsWebSocket(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method)
        || context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private async Task<bool> HasFormTokenAsync(HttpContext context) =>
        !IsWebSocket(context) && await antiforgery.IsRequestValidAsync(context);
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

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return Origin.Unknown;

        // The scheme is left out: behind a proxy that ends TLS the request itself is http.
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? Origin.Same
            : Origin.Other;
    }
}
