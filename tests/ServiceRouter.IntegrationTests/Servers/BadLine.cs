using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>What is wrong with a line.</summary>
internal enum LineFault
{
    None,

    /// <summary>A quarter of a second each way, as over a line that is far too long; much may be under way at once.</summary>
    Slow,

    /// <summary>10 kB a second each way.</summary>
    Narrow,

    /// <summary>One piece in a hundred is lost with its connection.</summary>
    Resets,

    /// <summary>Nothing arrives, nothing is refused, and no side is told; what was under way arrives when the fault is over, as by a transport that sends again.</summary>
    Silent,
}

/// <summary>A line between a node and a server, with a fault that can be set while connections are open.</summary>
/// <param name="host">The server's.</param>
/// <param name="port">The server's.</param>
/// <param name="seed">Which pieces are lost.</param>
internal sealed class BadLine(string host, int port, int seed) : TcpProxy
{
    private const int LostOneIn = 100;
    private const int BytesPerSecond = 10_000;
    private const int PiecesUnderWay = 256;
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(250);
    private readonly Random chance = new(seed);
    private readonly Lock gate = new();
    private TaskCompletionSource speaks = Spoken();
    private LineFault fault;
    private int lost;

    /// <summary>Connections that were cut.</summary>
    public int Lost => lost;

    public LineFault Fault
    {
        get
        {
            lock (gate) return fault;
        }
        set
        {
            lock (gate)
            {
                fault = value;
                if (value == LineFault.Silent) speaks = new(TaskCreationOptions.RunContinuationsAsynchronously);
                else speaks.TrySetResult();
            }
        }
    }

    protected override async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        // The client's side is open already, as behind a wall that swallows: its first words get no answer.
        await SpeaksAsync(ct);
        var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(host, port, ct);
        return server;
    }

    protected override async Task CarryAsync(NetworkStream from, NetworkStream to, CancellationToken ct)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, long SentAt)>(PiecesUnderWay);
        var arriving = ArriveAsync(underWay.Reader, to, ct);
        var piece = new byte[16 * 1024];
        while (!arriving.IsCompleted && await from.ReadAsync(piece, ct) is > 0 and var length)
        {
            if (IsLost()) throw new IOException("This line lost a piece");
            await underWay.Writer.WriteAsync((piece[..length], Stopwatch.GetTimestamp()), ct);
        }
        underWay.Writer.TryComplete();
        await arriving;
    }

    private async Task ArriveAsync(ChannelReader<(byte[] Bytes, long SentAt)> underWay, NetworkStream to, CancellationToken ct)
    {
        await foreach (var (bytes, sentAt) in underWay.ReadAllAsync(ct))
        {
            await SpeaksAsync(ct);
            var wait = Fault switch
            {
                LineFault.Slow => OneWay - Stopwatch.GetElapsedTime(sentAt),
                LineFault.Narrow => TimeSpan.FromSeconds((double)bytes.Length / BytesPerSecond),
                _ => TimeSpan.Zero,
            };
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
            await to.WriteAsync(bytes, ct);
        }
    }

    private Task SpeaksAsync(CancellationToken ct)
    {
        lock (gate) return speaks.Task.WaitAsync(ct);
    }

    private bool IsLost()
    {
        lock (gate)
        {
            if (fault != LineFault.Resets || chance.Next(LostOneIn) > 0) return false;
            lost++;
            return true;
        }
    }

    private static TaskCompletionSource Spoken()
    {
        var spoken = new TaskCompletionSource();
        spoken.SetResult();
        return spoken;
    }
}
