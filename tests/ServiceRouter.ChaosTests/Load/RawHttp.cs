using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Requests byte by byte: what an HTTP client of ours would refuse to send.</summary>
internal static class RawHttp
{
    private const int MostBytes = 1 << 20;

    /// <summary>Where a flooder comes from: an address of this machine that nobody trusts.</summary>
    public static IPAddress Flooder { get; } = IPAddress.Parse("127.0.0.66");

    public static async Task<Socket> ConnectAsync(Uri node, IPAddress? from, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null) socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Parse(node.Host), node.Port, ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends, and reads until the node closes or begins a live stream; or no further than the head, when that says all: a connection to be upgraded stays open.</summary>
    /// <returns>Null when the node closed without an answer, or gave none in time.</returns>
    public static async Task<RawAnswer?> SendAsync(Uri node, byte[] request, TimeSpan patience, IPAddress? from = null, bool headOnly = false) => (await AskAsync(node, request, patience, from, headOnly)).Answer;

    /// <summary>The same, for whoever has to tell a node that closes from one that lets wait.</summary>
    public static async Task<(RawAnswer? Answer, bool IsTooLate)> AskAsync(Uri node, byte[] request, TimeSpan patience, IPAddress? from = null, bool headOnly = false)
    {
        using var limit = new CancellationTokenSource(patience);
        var received = new MemoryStream();
        try
        {
            using var socket = await ConnectAsync(node, from, limit.Token);
            var sending = SendAllAsync(socket, request, limit.Token);
            var buffer = new byte[16 << 10];
            while (received.Length < MostBytes && !StaysOpen(received) && !(headOnly && HasHead(received)) && await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count) received.Write(buffer, 0, count);
            await sending;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // What was received so far counts: a node that refuses a long body answers first, and then closes.
        }
        return RawAnswer.Read(received.ToArray()) is { } answer ? (answer, false) : (null, limit.IsCancellationRequested);
    }

    private static async Task SendAllAsync(Socket socket, byte[] request, CancellationToken ct)
    {
        try
        {
            await socket.SendAsync(request, ct);
        }
        catch (SocketException)
        {
            // The node does not want the rest.
        }
    }

    private static bool HasHead(MemoryStream received) => Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length).Contains("\r\n\r\n", StringComparison.Ordinal);

    private static bool StaysOpen(MemoryStream received) =>
        received.Length is > 0 and < 4096 && Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length) is var text
        && (text.Contains("text/event-stream", StringComparison.Ordinal) && text.Contains("\r\n\r\n", StringComparison.Ordinal) || text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal));
}

/// <param name="Status">HTTP status.</param>
/// <param name="Text">Head and body, a character for each byte.</param>
internal sealed record RawAnswer(int Status, string Text)
{
    public static RawAnswer? Read(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        return text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && text.Length >= 12 && int.TryParse(text.AsSpan(9, 3), out var status) ? new RawAnswer(status, text) : null;
    }
}
