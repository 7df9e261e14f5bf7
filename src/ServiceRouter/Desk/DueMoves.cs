using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// The moves that time makes: offers that ran out, counsellors whose lease ended, promises and attempts that are due. None of them ends
/// a handoff (G4); each puts it back into the queue. Due columns decide, whoever looks: a job, another job at the same time, or a late one.
/// </summary>
internal sealed class DueMoves(Transactions transactions, KeepLease lease, NodeParts parts, LostTime lost, IOptions<DeskOptions> desk, TimeProvider clock, ILogger<DueMoves> log)
{
    private const int MostAtOnce = 200;
    // Each costs a look its wait: what holds so many rows is left to the next look, and the other moves are made.
    private const int MostHeldInARow = 3;
    // A unit of ours holds a row for milliseconds. Longer, it is a session that nobody ends, and everybody behind would wait for it with this row.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // How often each could not be moved, so that those that can be go first: one row that is held does not stand before the others again and again.
    private readonly ConcurrentDictionary<Guid, int> failed = new();
    private readonly UnbrokenSight sight = new(lease.Interval, lost);
    private readonly long start = clock.GetTimestamp();

    /// <summary>Since the start of the process.</summary>
    private TimeSpan Age => clock.GetElapsedTime(start);

    /// <returns>Number of handoffs moved.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var began = Age;
        // A database that can be read and not written renews no lease either.
        var isAway = parts[Part.Database].State == PartState.Away;
        if (isAway) sight.Failed(began);
        try
        {
            var moved = await LookAsync(began, ct);
            if (!isAway) sight.Succeeded();
            return moved;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            sight.Failed(began);
            throw;
        }
    }

    private async Task<int> LookAsync(TimeSpan began, CancellationToken ct)
    {
        var ranOut = await FindAsync((db, now) => db.Handoffs.Where(h => h.State == HandoffState.Offered && h.OfferExpiresAt <= now).Select(h => h.Id), ct);
        var mayJudge = sight.MayJudge(began, Age);
        var moved = await MoveEachAsync(ranOut, HandoffMove.ExpireOffer, (work, id, token) => ExpireOfferAsync(work, id, isMissed: mayJudge, token), ct);
        var asked = Age;
        var gone = mayJudge ? await FindAsync((db, now) => LostCounsellors(db, now).Select(h => h.Id), ct) : [];
        // Whoever stood still in between has read with the time of after.
        if (!sight.MayJudge(asked, Age)) gone = [];
        moved += await MoveEachAsync(gone, HandoffMove.LoseCounsellor, LoseCounsellorAsync, ct);
        var due = await FindAsync((db, now) => db.Handoffs
            .Where(h => (h.State == HandoffState.Promised || h.State == HandoffState.Absent) && h.DueAt <= now).Select(h => h.Id), ct);
        moved += await MoveEachAsync(due, HandoffMove.FallDue, FallDueAsync, ct);
        foreach (var id in failed.Keys.Except(ranOut.Concat(gone).Concat(due))) failed.TryRemove(id, out _);
        return moved;
    }

    /// <summary>
    /// One handoff that cannot be moved holds back none of the others: it is tried again with the next look, after them. A database that is away in the middle
    /// ends these moves at once; the next reading tells it.
    /// </summary>
    private async Task<int> MoveEachAsync(List<Guid> handoffs, HandoffMove move, Func<Work, Guid, CancellationToken, Task<int>> act, CancellationToken ct)
    {
        var (moved, heldInARow) = (0, 0);
        foreach (var id in handoffs.OrderBy(id => failed.GetValueOrDefault(id)).ToList())
        {
            try
            {
                moved += await transactions.RunAsync((work, token) => MoveAsync(work, id, act, token), ct);
                failed.TryRemove(id, out _);
                heldInARow = 0;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed.AddOrUpdate(id, 1, (_, times) => times + 1);
                log.LogError("{Move} of handoff {Handoff} failed ({Failure}); the next look tries again", move, id, e.GetType().Name);
                if (!StorageFailure.IsAway(e)) continue;
                if (!StorageFailure.IsHeld(e) || ++heldInARow == MostHeldInARow) break;
            }
        }
        return moved;
    }

    private static async Task<int> MoveAsync(Work work, Guid id, Func<Work, Guid, CancellationToken, Task<int>> act, CancellationToken ct)
    {
        await work.WaitForOthersAsync(LongestWait, ct);
        return await act(work, id, ct);
    }

    private async Task<List<Guid>> FindAsync(Func<RouterDbContext, DateTimeOffset, IQueryable<Guid>> due, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await due(db, clock.GetUtcNow()).Order().Take(MostAtOnce).ToListAsync(ct);
    }

    /// <summary>Whoever has no row any more is lost as well: somebody deleted it by hand. Asked each second: an index knows those that are open, and not all that ever were.</summary>
    internal static IQueryable<Handoff> LostCounsellors(RouterDbContext db, DateTimeOffset now) =>
        from h in db.Handoffs.StillOpen()
        join c in db.Counsellors on h.CounsellorId equals c.Id into found
        from c in found.DefaultIfEmpty()
        where (h.State == HandoffState.Offered || h.State == HandoffState.WithCounsellor) && (c == null || c.LeaseUntil <= now)
        select h;

    /// <param name="work">The unit of work.</param>
    /// <param name="handoffId">Whose offer.</param>
    /// <param name="isMissed">The counsellor could have answered, and did not.</param>
    /// <param name="ct">Stops waiting.</param>
    internal async Task<int> ExpireOfferAsync(Work work, Guid handoffId, bool isMissed, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == handoffId, ct);
        if (handoff.State != HandoffState.Offered || handoff.OfferExpiresAt > work.Now) return Ignore(work, HandoffMove.ExpireOffer);

        var offer = (await work.OfferOutAsync(handoff, ct))!;
        work.Record(handoff.ReturnToQueue(HandoffMove.ExpireOffer, work.Now), HandoffRecord.Clock, new ExpiryFacts(offer.Id, offer.CounsellorId));
        work.EndOffer(handoff, offer, OfferEnd.Expired);
        work.PublishWaiting(handoff);
        if (isMissed) await CountMissedAsync(work, offer.CounsellorId, ct);
        return 1;
    }

    private async Task CountMissedAsync(Work work, string counsellorId, CancellationToken ct)
    {
        if (await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == counsellorId, ct) is not { } counsellor) return;
        counsellor.MissedOffers++;
        counsellor.Version++;
        // Somebody who does not answer twice is not there: the next citizens go to colleagues at once, and so do those who are offered. Who has left is further away than that.
        if (counsellor.Presence != Presence.Available || counsellor.MissedOffers < desk.Value.MissedOffersUntilAway) return;
        counsellor.Presence = Presence.Away;
        await work.DeclineAllAsync(counsellorId, HandoffRecord.Clock, ct);
    }

    internal static async Task<int> LoseCounsellorAsync(Work work, Guid handoffId, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == handoffId, ct);
        if (handoff.Judge(HandoffMove.LoseCounsellor) != Verdict.Handled) return Ignore(work, HandoffMove.LoseCounsellor);
        var counsellorId = handoff.CounsellorId!;
        // A renewal raises no version: the lease is read after the wait for whoever tells this desk something, which may take longer than a renewal.
        await work.OpenDesksAsync([counsellorId], ct);
        var counsellor = await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == counsellorId, ct);
        if (counsellor?.LeaseUntil > work.Now) return Ignore(work, HandoffMove.LoseCounsellor);

        if (counsellor is not null && counsellor.Presence != Presence.Offline)
        {
            counsellor.Presence = Presence.Offline;
            counsellor.Version++;
        }
        var offer = await work.OfferOutAsync(handoff, ct);
        var wasTalking = offer is null;
        work.Record(handoff.ReturnToQueue(HandoffMove.LoseCounsellor, work.Now), HandoffRecord.Clock, new LeaseEndFacts(counsellorId, wasTalking));
        if (wasTalking)
        {
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
            work.Say(conversation, Author.Service, Texts.Say("CounsellorLost", conversation.Language));
        }
        if (offer is not null) work.EndOffer(handoff, offer, OfferEnd.CounsellorLost);
        work.TellChanged(handoff, counsellorId);
        work.PublishWaiting(handoff);
        return 1;
    }

    internal static async Task<int> FallDueAsync(Work work, Guid handoffId, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == handoffId, ct);
        if (handoff.Judge(HandoffMove.FallDue) != Verdict.Handled || handoff.DueAt > work.Now) return Ignore(work, HandoffMove.FallDue);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        var (commitment, givesNoPlace, told) = (handoff.Commitment, handoff.DateGivesNoPlace, handoff.ToldFor);
        // Who comes to a counter at the hour that was agreed comes to the counsellor who agreed to it (docs/adr/0101), and who promised a letter knows what was to be in it (docs/adr/0110). To call, anybody can: asked first is then whoever was to be before the date, and was not asked.
        var wanted = commitment is CommitmentKind.Appointment or CommitmentKind.Visit or CommitmentKind.Letter ? await PromisedByAsync(work.Db, handoffId, ct) : handoff.WantedCounsellorId;
        work.Record(handoff.ReturnToQueue(HandoffMove.FallDue, work.Now, wanted), HandoffRecord.Clock, new DueFacts(commitment?.ToString()));
        work.Say(conversation, Author.Service, commitment == CommitmentKind.Letter && told is { } date
            ? Texts.Say("LetterFallsDue", conversation.Language, MomentInWords.Of(date, conversation.Territory, conversation.Language))
            : Texts.Say(givesNoPlace ? "OpeningHasCome" : "FallsDue", conversation.Language));
        work.PublishWaiting(handoff);
        return 1;
    }

    private static async Task<string?> PromisedByAsync(RouterDbContext db, Guid handoffId, CancellationToken ct) =>
        HandoffRecord.CounsellorOf(await db.HandoffLog.Where(e => e.HandoffId == handoffId && e.Move == HandoffMove.Commit).OrderByDescending(e => e.Number).Select(e => e.Actor).FirstAsync(ct));

    private static int Ignore(Work work, HandoffMove move)
    {
        work.CountIgnored(move);
        return 0;
    }
}
