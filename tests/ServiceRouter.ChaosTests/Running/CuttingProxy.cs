using System.Net.Sockets;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// A line between clients and one node that breaks: what the client sends arrives, and now and then the node's answer is lost with the connection.
/// The client cannot know whether it was heard.
/// </summary>
/// <param name="node">Whose line.</param>
/// <param name="share">Of the pieces of answers that are lost, 0 to 1.</param>
/// <param name="seed">Which.</param>
internal sealed class CuttingProxy(Uri node, double share, int seed) : TcpProxy
{
    private readonly Random chance = new(seed);
    private int cut;

    /// <summary>How many answers were lost.</summary>
    public int Cut => cut;

    protected override async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        var server = new TcpClient();
        await server.ConnectAsync(node.Host, node.Port, ct);
        return server;
    }

    protected override async Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken ct)
    {
        var piece = new byte[16 * 1024];
        while (await from.ReadAsync(piece, ct) is > 0 and var length)
        {
            if (IsLost()) return;
            await to.WriteAsync(piece.AsMemory(0, length), ct);
        }
    }

    private bool IsLost()
    {
        lock (chance)
        {
            if (chance.NextDouble() >= share) return false;
            cut++;
            return true;
        }
    }
}
