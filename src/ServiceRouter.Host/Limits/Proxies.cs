using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace ServiceRouter.Host.Limits;

/// <summary>Whose word about the client's address is believed.</summary>
internal sealed class Proxies(LimitsOptions options)
{
    private readonly IReadOnlyList<IPNetwork> networks = [.. Words(options.TrustedProxies).Select(Read).OfType<IPNetwork>()];

    public bool Any => networks.Count > 0;

    public bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(n => n.Contains(plain));
    }

    /// <summary>The framework's own reading of the headers, for these proxies only and for as many of them as stand in a row.</summary>
    public ForwardedHeadersOptions Reading()
    {
        var reading = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        // By default it believes loopback.
        reading.KnownProxies.Clear();
        reading.KnownIPNetworks.Clear();
        foreach (var network in networks) reading.KnownIPNetworks.Add(network);
        return reading;
    }

    /// <summary>Words of the setting that are neither an address nor a network.</summary>
    public static IEnumerable<string> Unreadable(string setting) => Words(setting).Where(word => Read(word) is null);

    /// <summary>Words of the setting that mean everybody.</summary>
    public static IEnumerable<string> Boundless(string setting) => Words(setting).Where(word => Read(word) is { PrefixLength: 0 });

    private static string[] Words(string setting) => setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPNetwork? Read(string word) =>
        IPNetwork.TryParse(word, out var network) ? network
        : IPAddress.TryParse(word, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
