using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Reads handoffs from each of the two sources: the event log alone, the rows alone.</summary>
internal static class ReadLedger
{
    /// <summary>By the event log: those asked in that time.</summary>
    public static Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        LoggedAsync(db, db.HandoffLog.Askings().Where(e => e.At >= from && e.At < until), ct);

    /// <summary>By the event log: these, with the dates that were given and those of their moves.</summary>
    public static async Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var lines = await LoggedAsync(db, db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && ids.Contains(e.HandoffId)), ct);
        var logs = (await db.HandoffLog.Readable().Where(e => ids.Contains(e.HandoffId)).OrderBy(e => e.Number).Select(e => new { e.HandoffId, e.Move, e.State, e.At, Facts = e.State == HandoffState.Promised || e.State == HandoffState.Absent ? e.Facts : "" }).ToListAsync(ct))
            .ToLookup(e => e.HandoffId);
        return lines.ConvertAll(l =>
        {
            var dated = l.State is HandoffState.Promised or HandoffState.Absent ? logs[l.HandoffId].LastOrDefault(e => e.Facts.Length > 0) : null;
            return l with
            {
                DueAt = dated is null ? null : RowReach.DueBy(dated.Move, dated.Facts),
                ToldFor = dated is null ? null : RowReach.ToldBy(dated.Move, dated.Facts),
                Logged = LoggedTimes.Of([.. logs[l.HandoffId].Select(e => (e.Move, e.State, e.At))]),
            };
        });
    }

    /// <summary>By the rows: those asked in that time.</summary>
    public static Task<List<LedgerLine>> RowsAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        RowsAsync(db, db.Handoffs.Where(h => h.AskedTerritory != SealedTerritory.Code && h.AskedAt >= from && h.AskedAt < until), ct);

    /// <summary>By the rows: these.</summary>
    public static Task<List<LedgerLine>> RowsAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        RowsAsync(db, db.Handoffs.Where(h => ids.Contains(h.Id)), ct);

    private static async Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, IQueryable<HandoffLogEntry> askings, CancellationToken ct)
    {
        var found = await askings.Select(e => new
        {
            e.HandoffId, e.Facts, e.At,
            Accepted = db.HandoffLog.Where(l => l.HandoffId == e.HandoffId && l.Move == HandoffMove.Accept).Min(l => (DateTimeOffset?)l.At),
            Ended = db.HandoffLog.Where(l => l.HandoffId == e.HandoffId && (l.State == HandoffState.Served || l.State == HandoffState.Withdrawn || l.State == HandoffState.Unreachable)).Min(l => (DateTimeOffset?)l.At),
            IsRaised = db.HandoffLog.Any(l => l.HandoffId == e.HandoffId && l.Move == HandoffMove.Offer && l.Facts.Contains(OfferFacts.InDistress)),
            State = db.HandoffLog.Readable().Where(l => l.HandoffId == e.HandoffId).OrderByDescending(l => l.Number).Select(l => (HandoffState?)l.State).FirstOrDefault(),
        }).ToListAsync(ct);
        // A second Ask in one log is a break of its chain, for verify-log to name; the account takes the first.
        return [.. found.DistinctBy(e => e.HandoffId).Select(e => (e.HandoffId, Asked: AskedFacts.Read(e.Facts), e.State, Logged: new LoggedTimes(e.At, e.Accepted, e.Ended), e.IsRaised))
            .Select(e => new LedgerLine(e.HandoffId, e.Asked.Receipt, e.Asked.Share, e.State, e.Asked.ConversationId, Logged: e.Logged, Rank: e.IsRaised ? HandoffRank.Distress : e.Asked.Rank))];
    }

    private static async Task<List<LedgerLine>> RowsAsync(RouterDbContext db, IQueryable<Handoff> handoffs, CancellationToken ct)
    {
        var found = await handoffs.Readable().Select(h => new
        {
            h.Id, h.Receipt, h.AskedTerritory, h.Territory, h.Channel, h.Language, h.State, h.ConversationId, h.EndedAt, h.DueAt, h.PromisedFor, h.OfferExpiresAt, h.AskedAt, h.FirstHumanWordAt, h.Rank,
            IsPlayed = h.AskedTerritory != SealedTerritory.Code || db.ExerciseCitizens.Any(c => c.ConversationId == h.ConversationId),
            HasCounsellor = (h.State != HandoffState.Offered && h.State != HandoffState.WithCounsellor) || db.Counsellors.Any(c => c.Id == h.CounsellorId),
        }).ToListAsync(ct);
        return found.ConvertAll(h => new LedgerLine(
            h.Id, h.Receipt, new LedgerShare(SealedTerritory.AskedIn(h.AskedTerritory, h.Territory), h.Channel, h.Language), h.State, h.ConversationId,
            new RowReach(h.EndedAt, h.DueAt, h.OfferExpiresAt, h.HasCounsellor, h.PromisedFor), Times: new RowTimes(h.AskedAt, h.FirstHumanWordAt), IsPlayed: h.IsPlayed, Rank: h.Rank));
    }
}
