namespace ServiceRouter.Host.SignIn;

/// <summary>
/// Refuses every WebSocket whose handshake does not name this site as its Origin. No CORS rule guards WebSockets, and browsers name the
/// origin on each: without one, or with "null" (a sandboxed frame, a file), it is no page of ours, whoever is signed in.
/// </summary>
internal sealed class WebSocketOrigin(RequestDelegate next)
{
    // The telephone's provider is no browser, has no Origin, and is known by its signature; a browser names one here as everywhere.
    private static readonly PathString Signed = "/twilio";

    public Task InvokeAsync(HttpContext context) => IsWebSocket(context) && !SameOrigin.IsNamed(context.Request) && !IsOfProvider(context.Request)
        ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "cross-origin-call", "A WebSocket is opened by a page of this site, which says so in Origin.")
        : next(context);

    private static bool IsOfProvider(HttpRequest request) => request.Path.StartsWithSegments(Signed) && request.Headers.Origin.Count == 0;

    // Over HTTP/2 they come as CONNECT with a protocol, over HTTP/1.1 as GET with Upgrade.
    internal static bool IsWebSocket(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method)
        || context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);
}
