using System.Net;
using System.Net.Sockets;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// A line between clients and one node that breaks: what the client sends arrives, and now and then the node's answer is lost with the connection.
/// The client cannot know whether it was heard.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Uri node;
    private readonly double share;
    private readonly Random chance;
    private readonly Task work;
    private int cut;

    /// <param name="node">Whose line.</param>
    /// <param name="share">Of the pieces of answers that are lost, 0 to 1.</param>
    /// <param name="seed">Which.</param>
    public CuttingProxy(Uri node, double share, int seed)
    {
        (this.node, this.share, chance) = (node, share, new Random(seed));
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        work = ListenAsync();
    }

    public Uri Address { get; }

    /// <summary>How many answers were lost.</summary>
    public int Cut => cut;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(end.Token);
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(node.Host, node.Port, end.Token);
                var (here, there) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(here.CopyToAsync(there, end.Token), AnswerAsync(there, here));
                // At once, and without what is still on the way.
                client.Client.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the two is gone, or the case is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var piece = new byte[16 * 1024];
        while (await from.ReadAsync(piece, end.Token) is > 0 and var length)
        {
            if (IsLost()) return;
            await to.WriteAsync(piece.AsMemory(0, length), end.Token);
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
