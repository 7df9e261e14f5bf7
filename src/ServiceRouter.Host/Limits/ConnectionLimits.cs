using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using System.Net;

namespace ServiceRouter.Host.Limits;

/// <summary>What a connection may cost the web server, set on purpose where its defaults were made for other services.</summary>
internal sealed class ConnectionLimits(IOptions<LimitsOptions> limits, ConnectionsOfAddress ofAddress) : IConfigureOptions<KestrelServerOptions>
{
    // Upgraded connections are counted apart: the desk's circuits, one for each window of a counsellor.
    private const int MostUpgraded = 2_000;
    private const int HeaderBytes = 16 << 10;
    private const int StreamsOfConnection = 20;

    // A phone at the edge of 2G moves about 1 kB/s; who moves less than this for longer than the grace holds a place and reads nothing.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public void Configure(KestrelServerOptions kestrel)
    {
        var options = limits.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = MostUpgraded;
        // Ours are forms and short JSON; a body beyond this is refused before it is read.
        kestrel.Limits.MaxRequestBodySize = options.BodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        // Slowloris: the clock runs until the last byte of the headers, however often a byte comes.
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = options.IdleTimeout;
        kestrel.Limits.MinRequestBodyDataRate = Slowest;
        // Also ends a live stream whose client has stopped reading, as soon as the buffers between us are full.
        kestrel.Limits.MinResponseDataRate = Slowest;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsOfConnection;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => ofAddress.ServeAsync(connection, next)));
    }
}

/// <summary>
/// Keeps one address from holding all connections of a node. The one too many is not refused: the oldest of that address is closed for it,
/// which is a slow or half-open one when somebody floods, and otherwise a stream that comes back with Last-Event-ID. So a neighbour behind the
/// same address still gets in.
/// </summary>
internal sealed class ConnectionsOfAddress(IOptions<LimitsOptions> limits, Proxies proxies)
{
    private readonly Dictionary<string, LinkedList<ConnectionContext>> open = [];

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || proxies.Has(address))
        {
            await next(connection);
            return;
        }
        var key = Caller.AddressOf(address);
        var place = Enter(key, connection, out var oldest);
        oldest?.Abort(new ConnectionAbortedException("A newer connection of the same address takes its place."));
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(key, place);
        }
    }

    private LinkedListNode<ConnectionContext> Enter(string key, ConnectionContext connection, out ConnectionContext? oldest)
    {
        lock (open)
        {
            if (!open.TryGetValue(key, out var line)) open[key] = line = new LinkedList<ConnectionContext>();
            oldest = null;
            if (line.Count >= limits.Value.ConnectionsOfAddress)
            {
                oldest = line.First!.Value;
                line.RemoveFirst();
            }
            return line.AddLast(connection);
        }
    }

    private void Leave(string key, LinkedListNode<ConnectionContext> place)
    {
        lock (open)
        {
            if (place.List is not { } line) return;
            line.Remove(place);
            if (line.Count == 0) open.Remove(key);
        }
    }
}
