using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// A machine of this network that tells whom it speaks for and is not named as a proxy. All who come through it are one address then: they wait for each other, and are refused turns
/// and streams that others used up. It is counted, and told in the log once a minute at most. Of a machine elsewhere anybody may send the header.
/// </summary>
internal sealed class UnnamedProxy(RequestDelegate next, Proxies proxies, TimeProvider clock, ILogger<UnnamedProxy> log)
{
    private const string Header = "X-Forwarded-For";
    internal static readonly Counter<long> Unnamed = new Meter(Measures.MeterName).CreateCounter<long>(
        "sr.limits.unnamed_proxies", description: "Requests with X-Forwarded-For of machines of this network that are not named as proxies");

    // RFC 1918 and RFC 6598: addresses that no citizen's request comes from.
    private static readonly IPNetwork[] OwnNetworks =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10")];

    private readonly OnceAMinute lines = new(clock);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[Header].Count > 0 && context.Connection.RemoteIpAddress is { } address && IsNear(address) && !proxies.Has(address)) Tell(address.ToString());
        return next(context);
    }

    private static bool IsNear(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || (plain.AddressFamily == AddressFamily.InterNetworkV6
            ? plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal
            : OwnNetworks.Any(network => network.Contains(plain)));
    }

    private void Tell(string proxy)
    {
        Unnamed.Add(1);
        if (!lines.MayTell(out var others)) return;
        log.LogError(
            "{Proxy} sends requests with X-Forwarded-For and is not among Limits:TrustedProxies, {Others} more since the last such line: everybody behind it counts as one address. If it is your proxy, name it",
            proxy, others);
    }
}
