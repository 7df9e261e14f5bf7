using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>What a waiting handoff was before: who is not to be asked for it again yet, and what the colleague who handed it on asked for.</summary>
/// <param name="NotNow">Who declined it, missed it or handed it on lately; the one counsellor who is asked first, only if that was after they were named.</param>
/// <param name="SkillFirst">It was handed to the group of its skill, wherever that is.</param>
/// <param name="WantedWhy">Why one counsellor is asked first, where one is.</param>
internal sealed record OfferHistory(IReadOnlySet<string> NotNow, bool SkillFirst, Reach WantedWhy)
{
    private static readonly OfferHistory None = new(new HashSet<string>(), SkillFirst: false, Reach.WantedColleague);
    private static readonly HandoffMove[] Names = [HandoffMove.Transfer, HandoffMove.FallDue, HandoffMove.LoseCounsellor];

    /// <param name="db">The database.</param>
    /// <param name="queue">Read for these.</param>
    /// <param name="since">What was before is forgotten: who handed a citizen on is asked after all when nobody else comes.</param>
    /// <param name="failed">Pairs of which the offer could not be made.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>Of each handoff, by its id.</returns>
    public static async Task<Func<Guid, OfferHistory>> ReadAsync(
        RouterDbContext db, IReadOnlyCollection<Handoff> queue, DateTimeOffset since, IReadOnlyCollection<(Guid HandoffId, string CounsellorId)> failed, CancellationToken ct)
    {
        // A first offer has no history: nothing to read for the common case.
        var ids = queue.Where(h => h.Version > 1).Select(h => h.Id).ToArray();
        if (ids.Length == 0 && failed.Count == 0) return _ => None;
        var asked = await db.Offers
            .Where(o => ids.Contains(o.HandoffId) && ((o.Outcome == OfferOutcome.Declined && o.DeclineReason != DecliningOffers.NotThere) || o.Outcome == OfferOutcome.Expired) && o.EndedAt > since)
            .Select(o => new { o.HandoffId, o.CounsellorId, At = o.EndedAt!.Value }).ToListAsync(ct);
        var handedOn = await db.HandoffLog.Where(e => ids.Contains(e.HandoffId) && e.Move == HandoffMove.Transfer)
            .OrderBy(e => e.Number).Select(e => new { e.HandoffId, e.At, e.Actor, e.Facts }).ToListAsync(ct);
        var named = await NamedByAsync(db, [.. queue.Where(h => h.WantedCounsellorId is not null)], ct);
        var notNow = asked.Select(a => (a.HandoffId, a.CounsellorId, a.At))
            .Concat(handedOn.Where(t => t.At > since).Select(t => (t.HandoffId, CounsellorId: HandoffRecord.CounsellorOf(t.Actor) ?? "", t.At)))
            // Who is named afterwards is named by somebody who knows better: they said yes on the telephone, or the request is theirs again.
            .Where(no => !(named.GetValueOrDefault(no.HandoffId) is { } by && by.CounsellorId == no.CounsellorId && no.At <= by.At))
            .Select(no => (no.HandoffId, no.CounsellorId))
            .Concat(failed).ToLookup(p => p.HandoffId, p => p.CounsellorId);
        var wanted = handedOn.GroupBy(t => t.HandoffId).ToDictionary(g => g.Key, g => AsksForASkill(g.Last().Facts));
        return id => new OfferHistory(notNow[id].ToHashSet(), wanted.GetValueOrDefault(id), named.GetValueOrDefault(id)?.Why ?? Reach.WantedColleague);
    }

    /// <summary>By which move the counsellor who is asked first was named, and when: the last of those that name one.</summary>
    private static async Task<Dictionary<Guid, Named>> NamedByAsync(RouterDbContext db, Handoff[] queue, CancellationToken ct)
    {
        if (queue.Length == 0) return [];
        var wanted = queue.ToDictionary(h => h.Id, h => h.WantedCounsellorId!);
        var ids = wanted.Keys.ToArray();
        var moves = await db.HandoffLog.Where(e => ids.Contains(e.HandoffId) && Names.Contains(e.Move)).OrderBy(e => e.Number).Select(e => new { e.HandoffId, e.Move, e.At, e.Facts }).ToListAsync(ct);
        // A call-back is nobody's own: at its date is asked first who was named before it.
        return moves.Where(m => m.Move != HandoffMove.FallDue || MoveFacts.Read<DueFacts>(m.Facts)?.Commitment is not (null or nameof(CommitmentKind.CallBack))).GroupBy(m => m.HandoffId).ToDictionary(g => g.Key, g => new Named(wanted[g.Key], g.Last().At, g.Last().Move switch
        {
            HandoffMove.FallDue => Reach.AgreedWithThem,
            HandoffMove.LoseCounsellor => Reach.CutOff,
            _ => Reach.WantedColleague,
        }));
    }

    private static bool AsksForASkill(string facts) => MoveFacts.Read<TransferFacts>(facts)?.Pool is { } pool && PoolName.IsSkillAlone(pool);

    private sealed record Named(string CounsellorId, DateTimeOffset At, Reach Why);
}
