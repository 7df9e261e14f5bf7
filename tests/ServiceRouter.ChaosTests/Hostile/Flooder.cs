using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>
/// Floods from one address that nobody trusts: requests by a timetable that waits for no answer (turns, guessed receipts, figures, pages, the
/// button), half-open connections that say one byte at a time, presses of the button whose form comes little by little and never to its end, streams that are not read.
/// </summary>
internal sealed class Flooder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(2);
    private const int MostWaiting = 800;

    // At each node, and more than an address may have worked on at once. What comes is just more than the least that a connection must move in that time.
    private const int SlowPresses = 8;
    private const int LongForm = 100_000;
    private static readonly byte[] SomeOfIt = [.. Enumerable.Repeat((byte)'a', 600)];
    private const int Rehearsed = 60;
    private static readonly IPAddress Visitor = IPAddress.Parse("127.0.0.67");
    private readonly List<Socket> held = [];
    private readonly List<Socket> endless = [];
    private readonly List<Socket> streams = [];
    private readonly ConcurrentDictionary<Task, bool> waiting = new();
    private Task running = Task.CompletedTask;
    private int sent;
    private int dropped;
    private int refused;
    private int slow;

    /// <summary>What left the flooder.</summary>
    public int Sent => sent;

    /// <summary>What was due and did not: <see cref="MostWaiting"/> were unanswered.</summary>
    public int Dropped => dropped;

    public int Refused => refused;

    /// <summary>Presses that the nodes still took a piece of when they were given up.</summary>
    public int Slow => slow;

    /// <summary>Answers that say that we failed.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>A visitor from elsewhere does each of these things some times: what runs for the first time is slow, flood or not.</summary>
    public static async Task RehearseAsync(Service service)
    {
        var random = new Random(67);
        for (var number = 0; number < Rehearsed; number++)
            foreach (var node in service.Nodes) await RawHttp.SendAsync(node.Address, Make(random), Patience, Visitor);
    }

    public static async Task<Flooder> BeginAsync(Service service, Fronts fronts, double perSecond, int connections, CancellationToken end)
    {
        var flooder = new Flooder();
        var victim = await Victim.ComeAsync(fronts, 66);
        foreach (var node in service.Nodes.Select(n => n.Address))
        {
            for (var number = 0; number < connections / service.Nodes.Count; number++)
            {
                var socket = await RawHttp.ConnectAsync(node, RawHttp.Flooder, end);
                // A third each: nothing at all, headers that never end, a stream that is never read.
                if (number % 3 == 1)
                {
                    flooder.endless.Add(socket);
                    await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nX-a: "u8.ToArray(), end);
                }
                if (number % 3 == 2)
                {
                    flooder.streams.Add(socket);
                    socket.ReceiveBufferSize = 1024;
                    await socket.SendAsync(Request("GET", $"/demande/{victim.Receipt}/direct"), end);
                }
                flooder.held.Add(socket);
            }
        }
        // Before the others: presses of one address are taken up one after the other.
        var pressed = new Queue<Socket>();
        for (var number = 0; number < SlowPresses; number++) await PressAsync(service, pressed, end);
        flooder.running = Task.WhenAll(flooder.SendAsync(service, perSecond, end), flooder.DripAsync(end), flooder.PressSlowlyAsync(service, pressed, end));
        return flooder;
    }

    /// <summary>As a page of ours would send it.</summary>
    public static byte[] Request(string method, string path, string body = "") => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n{(method == "POST" ? $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n" : "")}\r\n{body}");

    public async Task EndedAsync()
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(waiting.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>How many of the streams that are held had begun, and how many of those the nodes still keep open. Only at the end: until then nobody reads a byte of them.</summary>
    public (int Begun, int Open) LookAtStreams()
    {
        var ends = streams.ConvertAll(ReadToEnd);
        return (ends.Count(e => e.Began), ends.Count(e => e.Began && e.IsOpen));
    }

    private static (bool Began, bool IsOpen) ReadToEnd(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[16 << 10]);
        try
        {
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(buffer) is > 0 and var count) text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                else return (Began(), false);
            }
            return (Began(), true);
        }
        catch (SocketException)
        {
            return (Began(), false);
        }

        bool Began() => text.ToString().Contains("text/event-stream", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await EndedAsync();
        held.ForEach(s => s.Dispose());
    }

    private async Task SendAsync(Service service, double perSecond, CancellationToken end)
    {
        var random = new Random(66);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!end.IsCancellationRequested)
        {
            var due = (int)(clock.Elapsed.TotalSeconds * perSecond);
            // The sockets of this machine are finite: beyond these a request of the flood is dropped by the flooder.
            while (sent + dropped < due && !end.IsCancellationRequested)
            {
                if (waiting.Count >= MostWaiting)
                {
                    dropped++;
                    continue;
                }
                sent++;
                var task = OneAsync(service.Nodes[sent % service.Nodes.Count].Address, Make(random));
                waiting[task] = true;
                _ = task.ContinueWith(done => waiting.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static byte[] Make(Random random) => random.Next(10) switch
    {
        < 4 => Request("POST", "/chat", "texte=comment+renouveler+ma+carte+d%27identite"),
        < 6 => Request("GET", $"/demande/{Guess(random)}"),
        < 8 => Request("GET", "/registre.json"),
        8 => Request("GET", "/espaces?lieu=23000"),
        _ => Request("POST", "/humain"),
    };

    private static string Guess(Random random) => new([.. Enumerable.Range(0, 14).Select(_ => "23456789ACDEFHJKLMNPRTUVWXY"[random.Next(27)])]);

    private async Task OneAsync(Uri node, byte[] request)
    {
        var answer = await RawHttp.SendAsync(node, request, Patience, RawHttp.Flooder);
        if (answer is { Status: 429 })
        {
            Interlocked.Increment(ref refused);
            if (!answer.Text.Contains("/humain", StringComparison.Ordinal) || !answer.Text.Contains("Retry-After", StringComparison.OrdinalIgnoreCase)) Failures.Enqueue("a refusal without the exit");
        }
        if (answer is { Status: >= 500 }) Failures.Enqueue($"{answer.Status} for {Encoding.ASCII.GetString(request).Split("\r\n")[0]}");
    }

    /// <summary>As one is given up, the next is there: a neighbour's press may come between two, and never before none.</summary>
    private async Task PressSlowlyAsync(Service service, Queue<Socket> pressed, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var taken = 0;
            foreach (var socket in pressed) taken += await MovesAsync(socket, SomeOfIt, end) ? 1 : 0;
            slow = Math.Max(slow, taken);
            foreach (var _ in service.Nodes) pressed.Dequeue().Dispose();
            await PressAsync(service, pressed, end);
            await Task.Delay(Drip, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var socket in pressed) socket.Dispose();
    }

    private static async Task PressAsync(Service service, Queue<Socket> pressed, CancellationToken end)
    {
        var begun = Encoding.ASCII.GetBytes($"POST /humain HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {LongForm}\r\n\r\ntexte=");
        foreach (var node in service.Nodes.Select(n => n.Address))
        {
            var socket = await RawHttp.ConnectAsync(node, RawHttp.Flooder, end);
            pressed.Enqueue(socket);
            await MovesAsync(socket, begun, end);
        }
    }

    private static async Task<bool> MovesAsync(Socket socket, byte[] bytes, CancellationToken end)
    {
        try
        {
            await socket.SendAsync(bytes, end);
            return !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The node has closed it.
            return false;
        }
    }

    private async Task DripAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var socket in endless)
            {
                try
                {
                    await socket.SendAsync("a"u8.ToArray(), end);
                }
                catch (Exception e) when (e is SocketException or OperationCanceledException)
                {
                    // The node has closed it, as it should.
                }
            }
            await Task.Delay(Drip, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
