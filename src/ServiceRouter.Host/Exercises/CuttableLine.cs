using System.Net;
using System.Net.Sockets;

namespace ServiceRouter.Host.Exercises;

/// <summary>A line to a server that can be cut: a port of this machine that passes bytes on, until it is told not to.</summary>
internal sealed class CuttableLine : IAsyncDisposable
{
    private readonly string host;
    private readonly int port;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;
    private readonly Lock gate = new();
    private CancellationTokenSource open = new();

    public CuttableLine(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Ends what is open; new connections are ended at once.</summary>
    public void Cut()
    {
        lock (gate) open.Cancel();
    }

    public void Mend()
    {
        lock (gate)
        {
            if (!open.IsCancellationRequested) return;
            open.Dispose();
            open = new CancellationTokenSource();
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
        open.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient here;
            try
            {
                here = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            CancellationToken token;
            lock (gate) token = open.Token;
            _ = PassAsync(here, token);
        }
    }

    private async Task PassAsync(TcpClient here, CancellationToken cut)
    {
        using (here)
        using (var there = new TcpClient { NoDelay = true })
        {
            try
            {
                here.NoDelay = true;
                await there.ConnectAsync(host, port, cut);
                var (near, far) = (here.GetStream(), there.GetStream());
                await Task.WhenAny(near.CopyToAsync(far, cut), far.CopyToAsync(near, cut));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // Cut, or one end has hung up: the other learns it by the same.
            }
        }
    }
}
