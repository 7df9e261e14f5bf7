using System.Diagnostics;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// The list of nodes that every client has: when one does not answer in time, or answers that it cannot, the client goes to the next.
/// No balancer stands between that could hide a fault or make one. It asks less and less often, as the page's own script does, though ten times as soon.
/// </summary>
internal sealed class Fronts : IDisposable
{
    /// <summary>How long a client waits for the answer of one node, unless said otherwise.</summary>
    public static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly HttpClient[] nodes;

    public Fronts(IEnumerable<RouterNode> nodes)
        : this(nodes.Select(n => n.Address))
    {
    }

    /// <summary>By addresses, when something stands before the nodes.</summary>
    public Fronts(IEnumerable<Uri> nodes) => this.nodes = [.. nodes.Select(n => new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    })
    {
        BaseAddress = n,
        Timeout = Timeout.InfiniteTimeSpan,
    })];

    public int Count => nodes.Length;

    public HttpClient Node(int number) => nodes[number % nodes.Length];

    /// <summary>Sends until a node answers with less than 500, or with what the caller takes.</summary>
    /// <param name="first">Node to begin with.</param>
    /// <param name="make">A new request for each try.</param>
    /// <param name="patience">When to give up.</param>
    /// <param name="ct">Gives up at once.</param>
    /// <param name="takes">Answers that are as good as any below 500.</param>
    /// <param name="oneTry">How long one node is waited for; <see cref="OneTry"/> unless said otherwise.</param>
    /// <returns>Null when no node answered.</returns>
    public async Task<Answer?> SendAsync(int first, Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken ct, Func<Answer, bool>? takes = null, TimeSpan? oneTry = null)
    {
        var clock = Stopwatch.StartNew();
        var pause = FirstPause;
        for (var tries = 0; ; tries++, pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var sentAt = Stopwatch.GetTimestamp();
            if (await TryAsync(Node(first + tries), make, ct, oneTry) is { } answer && (answer.Status < 500 || takes?.Invoke(answer) == true))
                return answer with { Tries = tries + 1, Node = (first + tries) % nodes.Length, SentAt = sentAt };
            if (clock.Elapsed > patience || ct.IsCancellationRequested)
                return null;
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    /// <summary>One try at one node.</summary>
    /// <returns>Null when it did not answer.</returns>
    public static async Task<Answer?> TryAsync(HttpClient node, Func<HttpRequestMessage> make, CancellationToken ct, TimeSpan? oneTry = null) => (await AskAsync(node, make, ct, oneTry)).Answer;

    /// <summary>The same, for whoever has to tell a node that lets wait from one that is not there.</summary>
    /// <returns>Without an answer: whether the node, or its connection, was waited for in vain; otherwise nobody listened, or the connection ended.</returns>
    public static async Task<(Answer? Answer, bool IsTooLate)> AskAsync(HttpClient node, Func<HttpRequestMessage> make, CancellationToken ct, TimeSpan? oneTry = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(oneTry ?? OneTry);
        try
        {
            using var request = make();
            using var response = await node.SendAsync(request, limit.Token);
            var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join("; ", set.Select(c => c.Split(';')[0])) : "";
            return (new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token), response.Headers.Location?.ToString(), cookies, 1), false);
        }
        catch (OperationCanceledException)
        {
            return (null, !ct.IsCancellationRequested);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, false);
        }
    }

    public void Dispose()
    {
        foreach (var node in nodes)
            node.Dispose();
    }
}

/// <summary>What a node answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Whole.</param>
/// <param name="Location">Where a redirect leads.</param>
/// <param name="Cookies">Ready for the next request.</param>
/// <param name="Tries">How many tries it took.</param>
internal sealed record Answer(int Status, string Body, string? Location, string Cookies, int Tries)
{
    /// <summary>Place of the node that answered.</summary>
    public int Node { get; init; }

    /// <summary><see cref="Stopwatch"/> stamp from before the try that was answered.</summary>
    public long SentAt { get; init; }
}
