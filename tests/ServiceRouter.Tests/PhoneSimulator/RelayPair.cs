using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace ServiceRouter.Tests.PhoneSimulator;

/// <summary>The service's end of relay sessions, in memory: what came, and what is to be sent.</summary>
internal sealed class RelayPair
{
    private readonly Channel<JsonNode> frames = Channel.CreateUnbounded<JsonNode>();
    private WebSocket? server;

    public ConcurrentQueue<(Uri Url, IReadOnlyDictionary<string, string> Headers)> Handshakes { get; } = new();

    public WebSocketCloseStatus? ClosedWith { get; private set; }

    public Task<WebSocket> ConnectAsync(Uri url, IReadOnlyDictionary<string, string> headers, CancellationToken cancel)
    {
        Handshakes.Enqueue((url, headers));
        var (up, down) = (new Pipe(), new Pipe());
        server = WebSocket.CreateFromStream(new Duplex(up.Reader.AsStream(), down.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        _ = ReadAsync(server);
        return Task.FromResult(WebSocket.CreateFromStream(new Duplex(down.Reader.AsStream(), up.Writer.AsStream()), new WebSocketCreationOptions { IsServer = false }));
    }

    public async Task<JsonNode> NextAsync() => await frames.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);

    public Task SendsAsync(string json) => server!.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    public void Breaks() => server!.Abort();

    private async Task ReadAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: WebSocketMessageType.Text } part)
                frames.Writer.TryWrite(JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count))!);
            ClosedWith = socket.CloseStatus;
        }
        catch (Exception lost) when (lost is WebSocketException or IOException or InvalidOperationException)
        {
            // Cut.
        }

        frames.Writer.TryComplete();
    }

    private sealed class Duplex(Stream read, Stream write) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => write.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => read.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => write.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => write.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            read.Dispose();
            write.Dispose();
            base.Dispose(disposing);
        }
    }
}
