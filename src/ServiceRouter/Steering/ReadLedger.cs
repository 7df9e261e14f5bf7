using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Reads handoffs from each of the two sources: the event log alone, the rows alone.</summary>
internal static class ReadLedger
{
    /// <summary>By the event log: those asked in that time.</summary>
    public static Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        LoggedAsync(db, db.HandoffLog.Askings().Where(e => e.At >= from && e.At < until), ct);

    /// <summary>By the event log: these, with the dates that were given.</summary>
    public static async Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var lines = await LoggedAsync(db, db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && ids.Contains(e.HandoffId)), ct);
        var dated = await db.HandoffLog.Where(e => ids.Contains(e.HandoffId) && (e.State == HandoffState.Promised || e.State == HandoffState.Absent))
            .Select(e => new { e.HandoffId, e.Number, e.Move, e.Facts }).ToListAsync(ct);
        var last = dated.GroupBy(e => e.HandoffId).Select(g => g.MaxBy(e => e.Number)!).ToDictionary(e => e.HandoffId, e => RowReach.DueBy(e.Move, e.Facts));
        return lines.ConvertAll(l => l.State is HandoffState.Promised or HandoffState.Absent ? l with { DueAt = last.GetValueOrDefault(l.HandoffId) } : l);
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
            e.HandoffId, e.Facts,
            State = db.HandoffLog.Where(l => l.HandoffId == e.HandoffId).OrderByDescending(l => l.Number).Select(l => (HandoffState?)l.State).First(),
        }).ToListAsync(ct);
        // A second Ask in one log is a break of its chain, for verify-log to name; the account takes the first.
        return [.. found.DistinctBy(e => e.HandoffId).Select(e => (e.HandoffId, Asked: AskedFacts.Read(e.Facts), e.State))
            .Select(e => new LedgerLine(e.HandoffId, e.Asked.Receipt, e.Asked.Share, e.State, e.Asked.ConversationId))];
    }

    private static async Task<List<LedgerLine>> RowsAsync(RouterDbContext db, IQueryable<Handoff> handoffs, CancellationToken ct)
    {
        var found = await handoffs.Select(h => new
        {
            h.Id, h.Receipt, h.AskedTerritory, h.Territory, h.Channel, h.Language, h.State, h.ConversationId, h.EndedAt, h.DueAt, h.OfferExpiresAt,
            HasCounsellor = (h.State != HandoffState.Offered && h.State != HandoffState.WithCounsellor) || db.Counsellors.Any(c => c.Id == h.CounsellorId),
        }).ToListAsync(ct);
        return found.ConvertAll(h => new LedgerLine(
            h.Id, h.Receipt, new LedgerShare(SealedTerritory.AskedIn(h.AskedTerritory, h.Territory), h.Channel, h.Language), h.State, h.ConversationId,
            new RowReach(h.EndedAt, h.DueAt, h.OfferExpiresAt, h.HasCounsellor)));
    }
}
