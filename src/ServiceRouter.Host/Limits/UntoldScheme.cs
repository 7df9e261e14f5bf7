using System.Diagnostics.Metrics;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// A trusted proxy that does not tell by which scheme the browser came. What is built from it is wrong then: the addresses that a sign-in comes back to, cookies, links. It is
/// counted, and told in the log once a minute at most. The probes of a balancer are its own, and come by nobody's browser.
/// </summary>
internal sealed class UntoldScheme(RequestDelegate next, Proxies proxies, TimeProvider clock, ILogger<UntoldScheme> log)
{
    internal static readonly Counter<long> Untold = new Meter(Measures.MeterName).CreateCounter<long>(
        "sr.limits.untold_schemes", description: "Requests of trusted proxies without X-Forwarded-Proto");

    private readonly OnceAMinute lines = new(clock);

    public Task InvokeAsync(HttpContext context)
    {
        if (IsUntold(context)) Tell(context.Connection.RemoteIpAddress!.ToString());
        return next(context);
    }

    private bool IsUntold(HttpContext context) =>
        !context.Request.IsHttps && context.Request.Headers[KnownSchemes.Header].Count == 0 && context.Connection.RemoteIpAddress is { } address && proxies.Has(address)
        && !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics");

    private void Tell(string proxy)
    {
        Untold.Add(1);
        if (!lines.MayTell(out var others)) return;
        log.LogError(
            "The proxy {Proxy} sends requests without X-Forwarded-Proto, {Others} more since the last such line: the service takes them for plain http, and sign-ins and cookies go wrong. The proxy has to set the header",
            proxy, others);
    }
}
