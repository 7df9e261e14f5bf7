using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>
/// One pass over the queue: reads it and the counsellors on line, lets the matcher decide, commits all offers together. When that fails for a row's sake, each
/// offer has a commit of its own: one that cannot be made holds back nobody else.
/// Of two nodes one passes at a time: the second finds what the first left. Each handoff and each counsellor is compared by version all the same, so that
/// none is offered twice and no counsellor filled beyond the capacity.
/// </summary>
internal sealed class MatchWaiting(Transactions transactions, OfferReasons reasons, IOptions<RoutingOptions> routing, IOptions<DeskOptions> desk, TimeProvider clock, ILogger<MatchWaiting> log)
{
    // So many more are read than there are places, for those near the head who may not take one: they still wait for a counsellor of their own département, or the counsellor
    // who is free has declined them. When there are more of them, a place stays free, and the pass reads a second time.
    private const int MayNotTakeOne = 16;
    // A ceiling for one pass. Who stands behind so many is reached when those before them have waited for longer than their patience.
    private const int MostRead = 5000;
    /// <summary>Held by the node that passes. No counsellor has such a name: the desks that a pass tells are held after it.</summary>
    public static readonly string[] ThePass = ["/pass"];

    private static readonly Prepared<Func<RouterDbContext, CancellationToken, Task<bool>>> SomebodyWaits = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, CancellationToken ct) => db.Handoffs.Any(h => h.State == HandoffState.Waiting)));

    private readonly FailedLately failed = new();

    /// <returns>Number of offers made.</returns>
    public Task<int> RunAsync(CancellationToken ct) => RunAsync(somebodyWaits: false, ct);

    /// <param name="somebodyWaits">It is known that somebody came into the queue; otherwise that is looked up first.</param>
    /// <param name="ct">Stops the pass.</param>
    /// <returns>Number of offers made.</returns>
    public async Task<int> RunAsync(bool somebodyWaits, CancellationToken ct)
    {
        try
        {
            return await transactions.RunAsync((work, token) => PassAsync(work, somebodyWaits, token), ct);
        }
        catch (Exception e) when (IsOfARow(e, ct))
        {
            log.LogError("A pass over the queue failed ({Failure}); its offers are made one by one", e.GetType().Name);
            return await OneByOneAsync(ct);
        }
    }

    private async Task<int> PassAsync(Work work, bool somebodyWaits, CancellationToken ct)
    {
        // Most passes find nobody: those are one statement, wait for nobody and keep nobody waiting. Whom another node is just offering still waits here.
        if (!somebodyWaits && !await SomebodyWaits.For(work.Db)(work.Db, ct)) return 0;
        // Two that read the same queue and the same places would both decide, and one of them for nothing, again and again in an hour in which many wait.
        await work.HoldWithNextReadAsync(ThePass, ct);
        var counsellors = await OnLineCounsellor.ReadAsync(work.Db, work.Now, ct);
        // When most people wait, nobody is free, and the queue is longest: it is not read then.
        if (counsellors.Values.Sum(c => c.FreePlaces) == 0) return 0;
        var (offers, handoffs) = await DecideOnEachSideAsync(work, [.. counsellors.Values.Select(c => c.Seen())], ct);
        // The desks that are told are waited for before the offers are dated: the time of an offer is the counsellor's.
        await work.OpenDesksAsync(offers.Select(o => o.CounsellorId), ct);
        foreach (var theirs in offers.GroupBy(o => o.CounsellorId))
        {
            var counsellor = counsellors[theirs.Key].ToBeOffered();
            foreach (var offer in theirs) MakeOffer(work, handoffs[offer.HandoffId], counsellor, offer);
        }
        return offers.Count;
    }

    /// <summary>
    /// The two sides of the seal never meet, so each is read for its own places: those of a played counsellor would have the whole queue of citizens read, in the hour in which they wait and nobody is
    /// free, while all nodes wait for this pass (docs/adr/0119).
    /// </summary>
    private async Task<(List<ProposedOffer> Offers, Dictionary<Guid, Handoff> Read)> DecideOnEachSideAsync(Work work, IReadOnlyList<FreeCounsellor> onLine, CancellationToken ct)
    {
        var (offers, read) = (new List<ProposedOffer>(), new Dictionary<Guid, Handoff>());
        foreach (var side in onLine.GroupBy(c => SealedTerritory.Holds(c.Territory)).Where(side => side.Sum(c => c.FreePlaces) > 0))
        {
            var (some, handoffs) = await DecideFromTheHeadAsync(work, side.Key ? SealedTerritory.Code : null, [.. side], side.Sum(c => c.FreePlaces), ct);
            offers.AddRange(some);
            foreach (var (id, handoff) in handoffs) read.TryAdd(id, handoff);
        }
        return (offers, read);
    }

    /// <summary>
    /// Each place that becomes free asks for a pass. When hundreds wait, reading them all for one offer makes each offer dearer (adr/0043); and when hundreds at the head
    /// may not take the places that are left, those behind them may (adr/0068). So it is read on for as long as there are both. The matcher goes from the head on: what it
    /// decides of the first does not depend on those behind.
    /// </summary>
    private async Task<(List<ProposedOffer> Offers, Dictionary<Guid, Handoff> Read)> DecideFromTheHeadAsync(Work work, string? sideOf, IReadOnlyList<FreeCounsellor> onLine, int places, CancellationToken ct)
    {
        var (offers, read, before) = (new List<ProposedOffer>(), new Dictionary<Guid, Handoff>(), 0);
        Handoff? last = null;
        foreach (var end in Reads(places, routing.Value.PassSize))
        {
            var page = await Queue(work.Db, work.Now, sideOf, last, end - before).ToListAsync(ct);
            // Somebody may have been moved behind the last one meanwhile, who was read before.
            var unseen = page.Where(h => read.TryAdd(h.Id, h)).ToList();
            var decided = await DecideAsync(work.Db, unseen, onLine, work.Now, ct);
            offers.AddRange(decided);
            if (offers.Count >= places || page.Count < end - before) break;
            onLine = Matcher.After(onLine, decided);
            (last, before) = (page[^1], end);
        }
        return (offers, read);
    }

    /// <summary>The same with a reading for each handoff and a commit for each offer. What fails is left out for a while, by this node.</summary>
    private async Task<int> OneByOneAsync(CancellationToken ct)
    {
        var made = 0;
        foreach (var offer in await DecideOneByOneAsync(ct))
        {
            try
            {
                made += await transactions.RunAsync((work, token) => OfferOneAsync(work, offer, token), ct);
            }
            catch (Exception e) when (IsOfARow(e, ct))
            {
                log.LogError("Handoff {Handoff} could not be offered ({Failure}); others are asked meanwhile", offer.HandoffId, e.GetType().Name);
                failed.Note(offer.HandoffId, offer.CounsellorId, clock.GetUtcNow());
            }
        }
        return made;
    }

    private async Task<IReadOnlyList<ProposedOffer>> DecideOneByOneAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var now = clock.GetUtcNow();
        var queue = new List<Handoff>();
        var citizens = await Queue(db, now, sideOf: null, last: null, routing.Value.PassSize).Select(h => h.Id).ToListAsync(ct);
        foreach (var id in citizens.Concat(await Queue(db, now, SealedTerritory.Code, last: null, routing.Value.PassSize).Select(h => h.Id).ToListAsync(ct)))
        {
            try
            {
                queue.AddRange(await db.Handoffs.Where(h => h.Id == id).ToListAsync(ct));
            }
            catch (Exception e) when (IsOfARow(e, ct))
            {
                log.LogError("Handoff {Handoff} could not be read ({Failure}); those behind it go on", id, e.GetType().Name);
                failed.Note(id, counsellorId: null, now);
            }
        }
        return await DecideAsync(db, queue, [.. (await OnLineCounsellor.ReadAsync(db, now, ct)).Values.Select(c => c.Seen())], now, ct);
    }

    /// <summary>What was decided before this unit began may be so no longer: another node passes too.</summary>
    private async Task<int> OfferOneAsync(Work work, ProposedOffer offer, CancellationToken ct)
    {
        await work.HoldWithNextReadAsync(ThePass, ct);
        var counsellors = await OnLineCounsellor.ReadAsync(work.Db, work.Now, ct);
        var handoff = await work.Db.Handoffs.AsNoTracking().SingleOrDefaultAsync(h => h.Id == offer.HandoffId && h.State == HandoffState.Waiting, ct);
        if (handoff is null || counsellors.GetValueOrDefault(offer.CounsellorId) is not { FreePlaces: > 0 } one) return 0;
        await work.OpenDesksAsync([offer.CounsellorId], ct);
        MakeOffer(work, handoff, one.ToBeOffered(), offer);
        return 1;
    }

    /// <summary>Neither the database nor another writer: the same again fails again.</summary>
    private static bool IsOfARow(Exception failure, CancellationToken ct) =>
        !StorageFailure.IsAway(failure) && !StorageFailure.IsOvertaken(failure) && !ct.IsCancellationRequested;

    /// <summary>
    /// How far the queue is read: as far as there are places and some who may not take them; if these leave places, as far as a pass goes, and twice as far each time
    /// after that, so that a long queue costs few readings.
    /// </summary>
    internal static IEnumerable<int> Reads(int places, int passSize)
    {
        if (places + MayNotTakeOne < passSize) yield return places + MayNotTakeOne;
        for (var end = passSize; ; end = Math.Min(2 * end, MostRead))
        {
            yield return end;
            if (end >= MostRead) yield break;
        }
    }

    /// <summary>From the head of the queue on this territory's side of the seal, or from behind the last one that was read.</summary>
    private IQueryable<Handoff> Queue(RouterDbContext db, DateTimeOffset now, string? sideOf, Handoff? last, int most)
    {
        var waiting = db.Handoffs.AsNoTracking().OnSideOf(sideOf).Where(h => h.State == HandoffState.Waiting);
        if (failed.Since(now - routing.Value.AskAgainAfter).Unread is { Count: > 0 } unread) waiting = waiting.Where(h => !unread.Contains(h.Id));
        if (last is not null) waiting = waiting.Behind(last);
        return waiting.InQueueOrder().Take(most);
    }

    private async Task<IReadOnlyList<ProposedOffer>> DecideAsync(RouterDbContext db, List<Handoff> queue, IReadOnlyCollection<FreeCounsellor> onLine, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - routing.Value.AskAgainAfter;
        var historyOf = await OfferHistory.ReadAsync(db, queue, since, failed.Since(since).Offers, ct);
        return Matcher.Match(queue.Select(h => See(h, historyOf(h.Id))), onLine, routing.Value, now);
    }

    private static WaitingHandoff See(Handoff h, OfferHistory before) =>
        new(h.Id, h.Rank, h.AtHead, h.AskedAt, h.WaitingSince, h.Territory, h.Skill, h.SpokenLanguage, h.WantedCounsellorId, before.WantedWhy, before.SkillFirst, before.NotNow);

    private void MakeOffer(Work work, Handoff handoff, Counsellor counsellor, ProposedOffer proposed)
    {
        // Read without being followed: of hundreds that are read, a few are changed.
        work.Db.Attach(handoff);
        if (work.Db.Entry(counsellor).State == EntityState.Detached) work.Db.Attach(counsellor);
        var why = reasons.InWords(proposed.Reason, handoff.Skill, handoff.SpokenLanguage);
        var offer = work.MakeOffer(handoff, counsellor, work.ByNow + desk.Value.OfferTimeout, proposed.Rung, why, HandoffRecord.Routing);
        work.Tell(counsellor.Id, DeskEventKind.Offer, handoff, new
        {
            id = offer.Id,
            receipt = ReceiptCode.Print(handoff.Receipt),
            expiresAt = offer.ExpiresAt,
            reason = handoff.Reason,
            skill = handoff.Skill,
            channel = handoff.Channel,
            language = handoff.SpokenLanguage,
            territory = handoff.Territory,
            askedAt = handoff.AskedAt,
            rank = handoff.Rank,
            why = offer.Why,
        });
    }
}
