using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>What a walk over the event log found.</summary>
/// <param name="Handoffs">Logs walked to their end.</param>
/// <param name="Entries">Entries read.</param>
/// <param name="Broken">Handoffs whose log does not hold.</param>
/// <param name="Breaks">Where, at most <see cref="VerifyLog.MostNamed"/> of them: those without a log, then in the order of handoff. Of each log the first place: what follows it proves nothing.</param>
public sealed record LogReport(long Handoffs, long Entries, long Broken, IReadOnlyList<LogBreak> Breaks);

/// <summary>Walks the event log of every handoff in one snapshot, without holding it in memory, and recomputes each hash (G12).</summary>
public sealed class VerifyLog(Transactions transactions)
{
    /// <summary>Handoffs that a report names; it counts the others. A loss that nobody can mend must not hide the next one.</summary>
    public const int MostNamed = 20;

    /// <summary>Entries that one statement reads, about: a log is read in one.</summary>
    internal int EntriesAtOnce { get; init; } = 60_000;

    /// <param name="progress">Told the number of entries read, at intervals.</param>
    /// <param name="every">Entries between two tellings, at least 1.</param>
    /// <param name="ct">Stops the walk.</param>
    public async Task<LogReport> RunAsync(Action<long> progress, int every, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        // A walk over everything takes as long as it takes: a limit would end it at some size for good, and nobody could check any more.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var (broken, breaks) = await FindWithoutLogAsync(db, ct);

        var (handoffs, entries) = (0L, 0L);
        LogChain? chain = null;
        LogBreak? found = null;
        Guid? after = null;
        do
        {
            var until = await NextAsync(db, after, ct);
            await foreach (var (entry, row) in ReadAsync(db, after, until).WithCancellation(ct))
            {
                if (chain?.HandoffId != entry.HandoffId)
                {
                    End();
                    (chain, found) = (new LogChain(entry.HandoffId, row), null);
                }
                entries++;
                found ??= chain.Add(entry);
                if (entries % every == 0) progress(entries);
            }
            after = until;
        }
        while (after is not null);
        End();
        return new LogReport(handoffs, entries, broken, breaks);

        void End()
        {
            if (chain is null) return;
            handoffs++;
            if ((found ?? chain.Close()) is not { } first) return;
            broken++;
            if (breaks.Count < MostNamed) breaks.Add(first);
        }
    }

    private static async Task<(long Count, List<LogBreak> Named)> FindWithoutLogAsync(RouterDbContext db, CancellationToken ct)
    {
        var without = db.Handoffs.Where(h => !db.HandoffLog.Readable().Any(e => e.HandoffId == h.Id));
        var named = await without.OrderBy(h => h.Id).Select(h => new { h.Id, h.Receipt }).Take(MostNamed).ToListAsync(ct);
        var count = named.Count < MostNamed ? named.Count : await without.LongCountAsync(ct);
        return (count, named.ConvertAll(h => new LogBreak(h.Id, h.Receipt, 1, "the entry is missing: the handoff has no log, or none in words of ours")));
    }

    /// <summary>The handoff with which the next stretch ends: in one statement, the database would sort the whole log before it gave the first entry. Null when the rest is short.</summary>
    private Task<Guid?> NextAsync(RouterDbContext db, Guid? after, CancellationToken ct) =>
        Behind(db, after).OrderBy(e => e.HandoffId).ThenBy(e => e.Number).Skip(EntriesAtOnce - 1).Select(e => (Guid?)e.HandoffId).FirstOrDefaultAsync(ct);

    private static IQueryable<HandoffLogEntry> Behind(RouterDbContext db, Guid? after) => after is { } handoff ? db.HandoffLog.Where(e => e.HandoffId.CompareTo(handoff) > 0) : db.HandoffLog;

    private static IAsyncEnumerable<(HandoffLogEntry Entry, LogRow? Row)> ReadAsync(RouterDbContext db, Guid? after, Guid? until) =>
        ReadAsync(db, until is { } last ? Behind(db, after).Where(e => e.HandoffId.CompareTo(last) <= 0) : Behind(db, after));

    /// <summary>These entries, log by log and in order, each with what the row says: null where it is gone.</summary>
    /// <param name="db">The database.</param>
    /// <param name="stretch">Of a log all entries, or its chain does not hold.</param>
    internal static async IAsyncEnumerable<(HandoffLogEntry Entry, LogRow? Row)> ReadAsync(RouterDbContext db, IQueryable<HandoffLogEntry> stretch)
    {
        var rows =
            from e in stretch.Readable()
            join h in db.Handoffs.Readable() on e.HandoffId equals h.Id into found
            from h in found.DefaultIfEmpty()
            orderby e.HandoffId, e.Number
            select new
            {
                Entry = e, h.Receipt, h.AskedTerritory, h.Territory, h.Channel, h.Language, Version = (int?)h.Version, h.LogHash, State = (HandoffState?)h.State,
                ConversationId = (Guid?)h.ConversationId, h.EndedAt, h.DueAt, h.PromisedFor, h.OfferExpiresAt, AskedAt = (DateTimeOffset?)h.AskedAt, h.FirstHumanWordAt, Rank = (HandoffRank?)h.Rank,
                HasCounsellor = (h.State != HandoffState.Offered && h.State != HandoffState.WithCounsellor) || db.Counsellors.Any(c => c.Id == h.CounsellorId),
            };
        await foreach (var row in rows.AsAsyncEnumerable())
            yield return (row.Entry, row.Version is null ? null : new LogRow(
                new AskedFacts(row.Receipt, new LedgerShare(SealedTerritory.AskedIn(row.AskedTerritory, row.Territory), row.Channel, row.Language), row.ConversationId, row.Rank), row.Version.Value, row.LogHash, row.State!.Value,
                new RowReach(row.EndedAt, row.DueAt, row.OfferExpiresAt, row.HasCounsellor, row.PromisedFor), new RowTimes(row.AskedAt!.Value, row.FirstHumanWordAt)));
    }
}
