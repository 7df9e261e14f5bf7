using System.Net;
using System.Net.Sockets;
using System.Text;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.Tests.PhoneSimulator;

/// <summary>Whoever tries again opens a connection: the next of the old ones would be as dead as the first.</summary>
public sealed class When_a_server_dies_with_many_connections : IDisposable
{
    // More than an HTTP client gives up by itself in two tries.
    private const int Old = 16;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly PhoneNetwork network = new(new PhoneSettings(), TimeProvider.System);
    private readonly TaskCompletionSource allThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int connections;
    private int requests;

    public When_a_server_dies_with_many_connections()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        listener.Dispose();
        network.Dispose();
    }

    [Fact]
    public async Task A_webhook_that_may_be_tried_again_is_answered_at_the_second_try()
    {
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        await Task.WhenAll(Enumerable.Range(0, Old).Select(_ => network.Webhooks.SendAsync(new WebhookRequest(url, "POST", []))));

        var answer = await network.Webhooks.SendAsync(new WebhookRequest($"{url}#rc=1&rp=rt", "POST", []));

        answer.Body.Should().Be("ok");
        connections.Should().Be(Old + 1);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = ServeAsync(client, Interlocked.Increment(ref connections));
        }
    }

    /// <summary>The old ones answer once, when all are there, and are cut at their second request.</summary>
    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            var stream = client.GetStream();
            if (!await ReadRequestAsync(stream)) return;
            // Requests and not connections: one that is still without a request would take one of those that have answered.
            if (Interlocked.Increment(ref requests) == Old) allThere.TrySetResult();
            if (number <= Old) await allThere.Task;
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"));
            await stream.ReadExactlyAsync(new byte[1]);
            // A reset, as of a process that is gone.
            client.LingerState = new LingerOption(true, 0);
        }
    }

    /// <summary>All of it, in however many pieces it comes: what is left of the first request would pass for the second.</summary>
    private static async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var (buffer, length) = (new byte[4096], 0);
        while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer.AsMemory(length)) is not (> 0 and var read)) return false;
            length += read;
        }
        return true;
    }
}
