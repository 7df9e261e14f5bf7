using System.Net;
using System.Net.Sockets;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>Carries connections: between clients and nodes, between nodes and servers.</summary>
internal abstract class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task work;

    protected TcpProxy()
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        work = ListenAsync();
    }

    /// <summary>What clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>The other side of a new connection.</summary>
    /// <exception cref="SocketException">There is none: the client's side is reset.</exception>
    protected abstract Task<TcpClient> ConnectAsync(CancellationToken ct);

    /// <summary>Carries one way, until the connection ends.</summary>
    protected virtual Task CarryAsync(NetworkStream from, NetworkStream to, CancellationToken ct) => from.CopyToAsync(to, ct);

    /// <summary>Carries what the node answers, until the connection ends.</summary>
    protected virtual Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken ct) => CarryAsync(from, to, ct);

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
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                // Whatever ends it: at once, and without what is still on the way.
                client.Client.LingerState = new LingerOption(true, 0);
                using var server = await ConnectAsync(end.Token);
                var (here, there) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(CarryAsync(here, there, end.Token), AnswerAsync(there, here, end.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the two is gone, or the case is over.
            }
        }
    }
}
