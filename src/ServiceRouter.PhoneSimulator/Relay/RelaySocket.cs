using System.Net.WebSockets;
using System.Text;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Relay;

/// <summary>Opens a WebSocket with these request headers.</summary>
public delegate Task<WebSocket> RelayConnect(Uri url, IReadOnlyDictionary<string, string> headers, CancellationToken cancel);

/// <summary>The provider's end of a relay session: text frames, whole messages.</summary>
internal sealed class RelaySocket(WebSocket socket) : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource cut = new();

    public static async Task<WebSocket> ConnectAsync(Uri url, IReadOnlyDictionary<string, string> headers, CancellationToken cancel)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        try
        {
            await socket.ConnectAsync(url, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens the signed connection.</summary>
    /// <exception cref="WebSocketException">The service refused it or is not there.</exception>
    public static async Task<RelaySocket> OpenAsync(PhoneNetwork network, string url, CancellationToken cancel)
    {
        var headers = new Dictionary<string, string> { [RequestSigner.Header] = RequestSigner.Sign(network.Settings.AuthToken, SignedUrl.Of(url, isVoice: false)) };
        return new(await network.Connect(new Uri(url), headers, cancel));
    }

    public async Task SendAsync(string text)
    {
        await sending.WaitAsync();
        try
        {
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception lost) when (lost is WebSocketException or ObjectDisposedException or IOException)
        {
            // The reader sees the same end.
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Hands every message on, and nothing when there are no more.</summary>
    public async Task ReadAsync(Action<string?> hand)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), cut.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage && message.Length < MostBytes);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                hand(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
            }
        }
        catch (Exception lost) when (lost is WebSocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // A lost connection is an end like another.
        }

        hand(null);
    }

    public async Task CloseAsync(WebSocketCloseStatus status)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, CancellationToken.None);
        }
        catch (Exception lost) when (lost is WebSocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // It is closed already.
        }
    }

    /// <summary>Ends the connection without a word, whatever carries it.</summary>
    public void Cut()
    {
        cut.Cancel();
        socket.Abort();
    }

    public void Dispose()
    {
        cut.Cancel();
        socket.Dispose();
        sending.Dispose();
        cut.Dispose();
    }
}
