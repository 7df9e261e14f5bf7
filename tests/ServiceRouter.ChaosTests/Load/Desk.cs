using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// A counsellor with a program for a desk: hears offers on the event stream, takes each, says one sentence, closes. When a node goes, the
/// stream is resumed at the other with Last-Event-ID, and every act is sent again until somebody answers it.
/// </summary>
internal sealed class Desk(string user, int number, Fronts fronts, Witness witness) : IDisposable
{
    private const int Capacity = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BetweenStreams = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, bool> inHand = new();
    private readonly DeskStream stream = new(user, number, fronts, witness);
    private readonly CancellationTokenSource leaving = new();
    private volatile bool vanishes;
    private volatile IReadOnlyList<Desk> rivals = [];
    private string token = "";

    public string User => user;

    /// <summary>Number of the newest event that this desk has shown.</summary>
    public long Heard => stream.Last;

    /// <summary>The program died, and with it what the counsellor had in hand.</summary>
    public bool IsGone => leaving.IsCancellationRequested;

    /// <summary>The network drops its event stream.</summary>
    public void CutStream() => stream.Cut();

    /// <summary>From now on these desks try to take its offers too, at the same moment and at both nodes, and so does it itself once more.</summary>
    public void RaceAgainst(IReadOnlyList<Desk> others) => rivals = others;

    /// <summary>The program dies right after the next offer that it takes.</summary>
    public void VanishAtNextTake() => vanishes = true;

    /// <summary>Signs in and says "available".</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        var given = await fronts.SendAsync(number, () => new HttpRequestMessage(HttpMethod.Post, "/demo/token") { Content = JsonContent.Create(new { user }) }, Patience, ct);
        using var json = JsonDocument.Parse(given?.Body ?? throw new InvalidOperationException($"No node gave {user} a token"));
        token = json.RootElement.GetProperty("token").GetString()!;
        if (!await StayAsync(ct))
            throw new InvalidOperationException($"{user} could not say that they are available");
    }

    /// <summary>Works until told to stop.</summary>
    public async Task WorkAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, leaving.Token);
        await Task.WhenAll(ListenAsync(either.Token), LookAroundAsync(either.Token));
    }

    public void Dispose() => leaving.Dispose();

    private async Task ListenAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await stream.FollowAsync(token, (offerId, receipt) => _ = ServeOfferAsync(offerId, receipt, ct), ct);
            await QuietDelay(BetweenStreams, ct);
        }
    }

    /// <summary>What a desk shows after a reload: what the counsellor has. An acceptance whose answer was lost is found here.</summary>
    private async Task LookAroundAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await StayAsync(ct);
            var mine = await SendAsync(HttpMethod.Get, "/api/desk/handoffs?state=withCounsellor", null, ct);
            if (mine is { Status: 200 })
            {
                using var json = JsonDocument.Parse(mine.Body);
                foreach (var handoff in json.RootElement.EnumerateArray())
                    _ = TalkAndCloseAsync(handoff.GetProperty("receipt").GetString()!, ct);
            }
            await QuietDelay(BetweenLooks, ct);
        }
    }

    // Said again and again: a service that took the counsellor for lost has set them off line.
    private async Task<bool> StayAsync(CancellationToken ct) =>
        await SendAsync(HttpMethod.Put, "/api/desk/presence", new { status = "available", capacity = Capacity }, ct) is { Status: 200 or 204 };

    private async Task ServeOfferAsync(Guid offerId, string receipt, CancellationToken ct)
    {
        var takes = rivals.Count == 0 ? [this] : rivals.Append(this).Append(this);
        var taken = await Task.WhenAll(takes.Select((desk, place) => desk.TakeAsync(offerId, receipt, place, ct)));
        if (!taken[^1])
            return;
        if (vanishes)
            await leaving.CancelAsync();
        await TalkAndCloseAsync(receipt, ct);
    }

    private async Task<bool> TakeAsync(Guid offerId, string receipt, int atNode, CancellationToken ct)
    {
        var taken = await SendAsync(HttpMethod.Post, $"/api/desk/offers/{offerId}/accept", new { }, ct, atNode) is { Status: 204 };
        if (taken)
            witness.Taken(user, offerId, receipt);
        return taken;
    }

    private async Task TalkAndCloseAsync(string receipt, CancellationToken ct)
    {
        if (!inHand.TryAdd(receipt, true))
            return;
        // One draft for each receipt and desk: whatever is sent again is the same sentence.
        var said = await SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/messages", new { text = "Bonjour, je m'occupe de votre demande.", draftId = receipt }, ct);
        if (said is { Status: 204 })
            witness.Heard(receipt, $"{user}/{receipt}");
        await SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/close", new { outcome = "served", code = "information" }, ct);
        inHand.TryRemove(receipt, out _);
    }

    private Task<Answer?> SendAsync(HttpMethod method, string path, object? body, CancellationToken ct, int atNode = 0) => fronts.SendAsync(number + atNode, () =>
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }, Patience, ct);

    private static async Task QuietDelay(TimeSpan time, CancellationToken ct) => await Task.Delay(time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
