using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>
/// One pass over the queue: reads it and the counsellors on line, lets the matcher decide, commits all offers together.
/// Of two nodes one passes at a time: the second finds what the first left. Each handoff and each counsellor is compared by version all the same, so that
/// none is offered twice and no counsellor filled beyond the capacity.
/// </summary>
internal sealed class MatchWaiting(Transactions transactions, IOptions<RoutingOptions> routing, IOptions<DeskOptions> desk)
{
    // They wait for their own département, or declined. More of them cost the pass a second reading.
    private const int MayNotTakeOne = 16;
    /// <summary>Held by the node that passes. No counsellor has such a name: the desks that a pass tells are held after it.</summary>
    public static readonly string[] ThePass = ["/pass"];

    /// <returns>Number of offers made.</returns>
    public Task<int> RunAsync(CancellationToken ct) => transactions.RunAsync(PassAsync, ct);

    private async Task<int> PassAsync(Work work, CancellationToken ct)
    {
        // Two that read the same queue and the same places would both decide, and one of them for nothing, again and again in an hour in which many wait.
        await work.HoldAsync(ThePass, ct);
        var counsellors = await OnLineAsync(work, ct);
        // When most people wait, nobody is free, and the queue is longest: it is not read then.
        var places = counsellors.Values.Sum(c => c.FreePlaces);
        if (places == 0) return 0;
        List<FreeCounsellor> onLine = [.. counsellors.Values.Select(See)];
        // Each place that becomes free asks for a pass. When hundreds wait, reading them all for one offer makes each offer dearer (adr/0043).
        foreach (var most in Reads(places, routing.Value.PassSize))
        {
            var queue = await HeadOfQueueAsync(work, most, ct);
            var notNow = await NotNowAsync(work, queue, ct);
            var offers = Matcher.Match(queue.Select(h => See(h, notNow)), onLine, routing.Value, work.Now);
            // The matcher goes from the head on: what it decides of the first does not depend on those behind. Only places that are left ask for more of them.
            if (offers.Count < places && queue.Count == most && most < routing.Value.PassSize) continue;
            // The desks that are told are waited for before the offers are dated: the time of an offer is the counsellor's.
            await work.OpenDesksAsync(offers.Select(o => o.CounsellorId), ct);
            var handoffs = queue.ToDictionary(h => h.Id);
            foreach (var offer in offers) MakeOffer(work, handoffs[offer.HandoffId], counsellors[offer.CounsellorId].Counsellor, offer);
            return offers.Count;
        }
        return 0;
    }

    /// <summary>How many of the queue are read: as many as there are places for and some who may not take them, and if these leave places, all that a pass may.</summary>
    private static int[] Reads(int places, int passSize) => places + MayNotTakeOne < passSize ? [places + MayNotTakeOne, passSize] : [passSize];

    // An exercise takes no place in the pass from a citizen.
    private static Task<List<Handoff>> HeadOfQueueAsync(Work work, int most, CancellationToken ct) =>
        work.Db.Handoffs.AsNoTracking().Where(h => h.State == HandoffState.Waiting)
            .OrderBy(h => h.Territory == SealedTerritory.Code).ThenBy(h => h.Rank).ThenByDescending(h => h.AtHead).ThenBy(h => h.AskedAt).Take(most).ToListAsync(ct);

    /// <summary>A counsellor on line, and how many citizens they have or are offered.</summary>
    private sealed record OnLine(Counsellor Counsellor, int Load)
    {
        public int FreePlaces => Math.Max(0, Counsellor.Capacity - Load);
    }

    /// <summary>Nobody while nobody waits.</summary>
    private static Task<Dictionary<string, OnLine>> OnLineAsync(Work work, CancellationToken ct)
    {
        // Counted for all at once: one by one it was a third of the time from an asking to its offer, with 200 counsellors on line.
        var loads = work.Db.Handoffs.Where(h => h.EndedAt == null && h.CounsellorId != null).GroupBy(h => h.CounsellorId).Select(g => new { CounsellorId = g.Key, Count = g.Count() });
        return (from c in work.Db.Counsellors.AsNoTracking()
                where c.Presence == Presence.Available && c.LeaseUntil > work.Now && work.Db.Handoffs.Any(h => h.State == HandoffState.Waiting)
                join l in loads on c.Id equals l.CounsellorId into counted
                from l in counted.DefaultIfEmpty()
                select new OnLine(c, (int?)l.Count ?? 0)).ToDictionaryAsync(c => c.Counsellor.Id, ct);
    }

    private async Task<ILookup<Guid, string>> NotNowAsync(Work work, List<Handoff> queue, CancellationToken ct)
    {
        // A first offer has no history: nothing to read for the common case.
        var ids = queue.Where(h => h.Version > 1).Select(h => h.Id).ToArray();
        if (ids.Length == 0) return Enumerable.Empty<(Guid, string)>().ToLookup(p => p.Item1, p => p.Item2);
        var since = work.Now - routing.Value.AskAgainAfter;
        var asked = await work.Db.Offers
            .Where(o => ids.Contains(o.HandoffId) && (o.Outcome == OfferOutcome.Declined || o.Outcome == OfferOutcome.Expired) && o.EndedAt > since)
            .Select(o => new { o.HandoffId, o.CounsellorId }).ToListAsync(ct);
        return asked.ToLookup(a => a.HandoffId, a => a.CounsellorId);
    }

    private static WaitingHandoff See(Handoff h, ILookup<Guid, string> notNow) =>
        new(h.Id, h.Rank, h.AtHead, h.AskedAt, h.WaitingSince, h.Territory, h.Skill, h.Language, h.WantedCounsellorId, notNow[h.Id].ToHashSet());

    private static FreeCounsellor See(OnLine one)
    {
        var (c, load) = one;
        return new(c.Id, c.Territory, c.Skills.ToHashSet(), c.Languages.ToHashSet(), one.FreePlaces, load, c.LastOfferAt);
    }

    private void MakeOffer(Work work, Handoff handoff, Counsellor counsellor, ProposedOffer proposed)
    {
        var offer = new HandoffOffer
        {
            Id = MassTransit.NewId.NextGuid(),
            HandoffId = handoff.Id,
            CounsellorId = counsellor.Id,
            MadeAt = work.Now,
            ExpiresAt = work.ByNow + desk.Value.OfferTimeout,
            Rung = proposed.Rung,
            Why = proposed.Why,
        };
        work.Db.Offers.Add(offer);
        // Read without being followed: of hundreds that are read, a few are changed.
        work.Db.Attach(handoff);
        if (work.Db.Entry(counsellor).State == EntityState.Detached) work.Db.Attach(counsellor);
        counsellor.LastOfferAt = work.Now;
        counsellor.Version++;
        handoff.Offer(offer.Id, counsellor.Id, offer.ExpiresAt);
        work.Record(handoff, HandoffMove.Offer, HandoffRecord.Routing, new { offerId = offer.Id, counsellorId = counsellor.Id, proposed.Rung });
        work.Tell(counsellor.Id, DeskEventKind.Offer, handoff, new
        {
            id = offer.Id,
            receipt = ReceiptCode.Print(handoff.Receipt),
            expiresAt = offer.ExpiresAt,
            reason = handoff.Reason,
            skill = handoff.Skill,
            channel = handoff.Channel,
            language = handoff.Language,
            territory = handoff.Territory,
            askedAt = handoff.AskedAt,
            rank = handoff.Rank,
            why = proposed.Why,
        });
    }
}
