using System.Net.Sockets;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// What stands before the nodes for a provider that knows one address: each connection goes to the next node that takes one. It hides nothing else:
/// what was under way with a node that dies is cut.
/// </summary>
internal sealed class Balancer : TcpProxy
{
    private volatile IReadOnlyList<Uri> nodes = [];
    private int next;

    /// <summary>Nodes are started with its address, so they are told afterwards.</summary>
    public void StandBefore(IEnumerable<RouterNode> behind) => nodes = [.. behind.Select(n => n.Address)];

    protected override async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        var first = Interlocked.Increment(ref next);
        for (var tries = 0; ; tries++)
        {
            var node = nodes[(first + tries) % nodes.Count];
            var server = new TcpClient();
            try
            {
                await server.ConnectAsync(node.Host, node.Port, ct);
                return server;
            }
            catch (SocketException) when (tries + 1 < nodes.Count)
            {
                server.Dispose();
            }
        }
    }
}
