using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>What a walk over the event log found.</summary>
/// <param name="Handoffs">Logs walked to their end.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Break">The first one that does not hold, in the order of handoff and number; null when all do.</param>
public sealed record LogReport(long Handoffs, long Entries, LogBreak? Break);

/// <summary>Walks the event log of every handoff in one snapshot, without holding it in memory, and recomputes each hash (G12).</summary>
public sealed class VerifyLog(Transactions transactions)
{
    /// <param name="progress">Told the number of entries read, at intervals.</param>
    /// <param name="every">Entries between two tellings, at least 1.</param>
    /// <param name="ct">Stops the walk.</param>
    public async Task<LogReport> RunAsync(Action<long> progress, int every, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        if (await FindWithoutLogAsync(db, ct) is { } silent) return new LogReport(0, 0, silent);

        var (handoffs, entries) = (0L, 0L);
        LogChain? chain = null;
        await foreach (var (entry, row) in ReadAsync(db).WithCancellation(ct))
        {
            if (chain?.HandoffId != entry.HandoffId)
            {
                if (chain?.Close() is { } atEnd) return new LogReport(handoffs, entries, atEnd);
                if (chain is not null) handoffs++;
                chain = new LogChain(entry.HandoffId, row);
            }
            entries++;
            if (chain.Add(entry) is { } broken) return new LogReport(handoffs, entries, broken);
            if (entries % every == 0) progress(entries);
        }
        if (chain?.Close() is { } last) return new LogReport(handoffs, entries, last);
        return new LogReport(chain is null ? 0 : handoffs + 1, entries, null);
    }

    private static async Task<LogBreak?> FindWithoutLogAsync(RouterDbContext db, CancellationToken ct)
    {
        var silent = await db.Handoffs.Where(h => !db.HandoffLog.Any(e => e.HandoffId == h.Id))
            .OrderBy(h => h.Id).Select(h => new { h.Id, h.Receipt }).FirstOrDefaultAsync(ct);
        return silent is null ? null : new LogBreak(silent.Id, silent.Receipt, 1, "the entry is missing: the handoff has no log");
    }

    private static async IAsyncEnumerable<(HandoffLogEntry Entry, LogRow? Row)> ReadAsync(RouterDbContext db)
    {
        var rows =
            from e in db.HandoffLog
            join h in db.Handoffs on e.HandoffId equals h.Id into found
            from h in found.DefaultIfEmpty()
            orderby e.HandoffId, e.Number
            select new
            {
                Entry = e, h.Receipt, h.AskedTerritory, h.Territory, h.Channel, h.Language, Version = (int?)h.Version, h.LogHash, State = (HandoffState?)h.State,
                ConversationId = (Guid?)h.ConversationId, h.EndedAt, h.DueAt, h.OfferExpiresAt,
                HasCounsellor = (h.State != HandoffState.Offered && h.State != HandoffState.WithCounsellor) || db.Counsellors.Any(c => c.Id == h.CounsellorId),
            };
        await foreach (var row in rows.AsAsyncEnumerable())
            yield return (row.Entry, row.Version is null ? null : new LogRow(
                new AskedFacts(row.Receipt, new LedgerShare(SealedTerritory.AskedIn(row.AskedTerritory, row.Territory), row.Channel, row.Language), row.ConversationId), row.Version.Value, row.LogHash, row.State!.Value,
                new RowReach(row.EndedAt, row.DueAt, row.OfferExpiresAt, row.HasCounsellor)));
    }
}
