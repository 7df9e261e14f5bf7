using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceRouter.Desk;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// A counsellor with a program for a desk: hears offers on the event stream, takes each, says one sentence, closes. When a node goes, the
/// stream is resumed at the other with Last-Event-ID, and every act is sent again until somebody answers it.
/// </summary>
/// <param name="user">Account.</param>
/// <param name="number">Of the desk; decides with which node it begins.</param>
/// <param name="heard">Number of the last event of earlier days.</param>
/// <param name="fronts">The nodes.</param>
/// <param name="witness">Sees what it shows and is told.</param>
internal sealed class Desk(string user, int number, long heard, Fronts fronts, Witness witness) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PromisedAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenStreams = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, bool> inHand = new();
    private readonly DeskStream stream = new(user, number, heard, fronts, witness);
    private readonly CancellationTokenSource leaving = new();
    private volatile bool vanishes;
    private TimeSpan oneTry = Fronts.OneTry;
    private string token = "";

    public string User => user;

    /// <summary>Number of the newest event that this desk has shown.</summary>
    public long Heard => stream.Last;

    /// <summary>How its event stream stands.</summary>
    public string StreamFacts => stream.Facts;

    /// <summary>The program died, and with it what the counsellor had in hand.</summary>
    public bool IsGone => leaving.IsCancellationRequested;

    /// <summary>The network drops its event stream.</summary>
    public void CutStream() => stream.Cut();

    /// <summary>What it does with an offer; takes it and serves the citizen unless said otherwise.</summary>
    public Func<SeenOffer, OnOffer> Habit { get; set; } = _ => OnOffer.Serve;

    /// <summary>Takes its offers in its place: whether it is theirs afterwards.</summary>
    public Func<SeenOffer, CancellationToken, Task<bool>>? Race { get; set; }

    /// <summary>Takes failed messages in hand too, and closes them.</summary>
    public bool TendsFailures { get; set; }

    /// <summary>Conversations at once, 1 to 10.</summary>
    public int Capacity { get; init; } = 10;

    /// <summary>How it talks with the citizen: whether it may be closed then. One sentence in writing unless said otherwise.</summary>
    public Func<string, CancellationToken, Task<bool>>? Talk { get; init; }

    /// <summary>How long the talk lasts after the first sentence, before the request is closed.</summary>
    public Func<TimeSpan> Lasts { get; set; } = () => TimeSpan.Zero;

    /// <summary>How long it stays with a node that does not answer. A browser that knows no other stays for long, and what it has sent arrives when the node wakes.</summary>
    /// <param name="forAnAnswer">To an act.</param>
    /// <param name="forItsStream">Longer than what is between two lines of a living stream, a third of a lease.</param>
    public void Wait(TimeSpan forAnAnswer, TimeSpan forItsStream) => (oneTry, stream.Silence) = (forAnAnswer, forItsStream);

    /// <summary>The program dies right after the next offer that it takes.</summary>
    public void VanishAtNextTake() => vanishes = true;

    /// <summary>Signs in and says "available".</summary>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="phone">Where calls are taken; null: nowhere.</param>
    public async Task OpenAsync(CancellationToken ct, string? phone = null)
    {
        token = await DemoToken.OfAsync(fronts, user, ct);
        if (phone is not null && await SendAsync(HttpMethod.Put, "/api/desk/phone", new { number = phone }, ct) is not { Status: 200 or 204 })
            throw new InvalidOperationException($"{user} could not say where to ring");
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
            await stream.FollowAsync(token, offer => _ = AnswerAsync(offer, ct), ct);
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
            if (TendsFailures) await TendAsync(ct);
            await QuietDelay(BetweenLooks, ct);
        }
    }

    private async Task TendAsync(CancellationToken ct)
    {
        if (await SendAsync(HttpMethod.Get, "/api/desk/dead-letters", null, ct) is not { Status: 200 } letters) return;
        using var json = JsonDocument.Parse(letters.Body);
        var ids = json.RootElement.EnumerateArray().Select(letter => letter.GetProperty("id").GetGuid()).ToList();
        foreach (var shown in ids) witness.Letters[shown] = true;
        if (ids.Count == 0) return;
        // One at each look, as people do, and not everybody the same.
        var id = ids[number % ids.Count];
        // A colleague's: the next look shows whether it is still there.
        if (await SendAsync(HttpMethod.Post, $"/api/desk/dead-letters/{id}/take", new { }, ct) is { Status: 204 })
            await SendAsync(HttpMethod.Post, $"/api/desk/dead-letters/{id}/close", new { note = "Vu." }, ct);
    }

    // Said again and again: a service that took the counsellor for lost has set them off line.
    private async Task<bool> StayAsync(CancellationToken ct) =>
        await SendAsync(HttpMethod.Put, "/api/desk/presence", new { status = "available", capacity = Capacity }, ct) is { Status: 200 or 204 };

    private async Task AnswerAsync(SeenOffer offer, CancellationToken ct)
    {
        var habit = Habit(offer);
        if (habit == OnOffer.Ignore) return;
        // Until it is decided what becomes of it, looking around must not serve it.
        var promises = habit == OnOffer.Promise && inHand.TryAdd(offer.Receipt, true);
        var taken = await (Race?.Invoke(offer, ct) ?? TakeAsync(offer, ct));
        if (taken && vanishes) await leaving.CancelAsync();
        if (promises)
        {
            if (taken) await PromiseAsync(offer, ct);
            inHand.TryRemove(offer.Receipt, out _);
        }
        else if (taken) await TalkAndCloseAsync(offer.Receipt, ct);
    }

    private async Task<bool> TakeAsync(SeenOffer offer, CancellationToken ct) => await TryToTakeAsync(offer, 0, takes: null, ct) == 204;

    /// <summary>Presses "take" for an offer, whoever was asked.</summary>
    /// <param name="offer">Which.</param>
    /// <param name="atNode">Where.</param>
    /// <param name="takes">Answers of 500 and above that are not tried again.</param>
    /// <param name="ct">Gives up at once.</param>
    /// <returns>What was answered; null when nobody did.</returns>
    public async Task<int?> TryToTakeAsync(SeenOffer offer, int atNode, Func<Answer, bool>? takes, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Post, $"/api/desk/offers/{offer.Id}/accept", new { }, ct, atNode, takes);
        if (answer is { Status: 204 }) witness.Taken(user, offer.Id, offer.Receipt);
        return answer?.Status;
    }

    private async Task TalkAndCloseAsync(string receipt, CancellationToken ct)
    {
        if (!inHand.TryAdd(receipt, true))
            return;
        if (await (Talk ?? WriteAsync)(receipt, ct)
            && await SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/close", new { outcome = "served", code = "information" }, ct) is { Status: 403 })
            witness.ClosedInVain(user, receipt);
        inHand.TryRemove(receipt, out _);
    }

    private async Task PromiseAsync(SeenOffer offer, CancellationToken ct)
    {
        // Of a visit the service asks no hours: what is due in two seconds may be due on a holiday.
        var promised = await SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{offer.Receipt}/commit", new { kind = "visit", dueAt = offer.ExpiresAt + PromisedAfter }, ct);
        // Where a node went away meanwhile, it was written at the first try or is too late at the second: then the look around finds it.
        if (promised is { Status: not (204 or 403) } && !promised.Body.Contains(CommitHandoff.WrongDate, StringComparison.Ordinal)) witness.NotPromised(user, offer.Receipt, promised);
    }

    private async Task<bool> WriteAsync(string receipt, CancellationToken ct)
    {
        // One draft for each receipt and desk: whatever is sent again is the same sentence.
        var said = await SendAsync(HttpMethod.Post, $"/api/desk/handoffs/{receipt}/messages", new { text = "Bonjour, je m'occupe de votre demande.", draftId = receipt }, ct);
        if (said is not { Status: 204 })
        {
            // Not theirs any more: a colleague has it, or nobody yet.
            if (said is { Status: not 403 }) witness.NotHeard(receipt, $"{user}/{receipt}", said);
            return false;
        }
        witness.Heard(receipt, $"{user}/{receipt}");
        await QuietDelay(Lasts(), ct);
        return true;
    }

    private Task<Answer?> SendAsync(HttpMethod method, string path, object? body, CancellationToken ct, int atNode = 0, Func<Answer, bool>? takes = null) => fronts.SendAsync(number + atNode, () =>
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }, Patience, ct, takes, oneTry);

    private static async Task QuietDelay(TimeSpan time, CancellationToken ct) => await Task.Delay(time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>What a desk does with an offer.</summary>
internal enum OnOffer
{
    /// <summary>Takes it, says a sentence, closes.</summary>
    Serve,
    /// <summary>Lets its time run out.</summary>
    Ignore,
    /// <summary>Takes it and promises a date some seconds away.</summary>
    Promise,
}
