using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// Anchors every day that has ended and has no anchor, the oldest first. A day that has one is never touched again: so a clock that is ahead must not make anchors of days that have
/// not been, and a day after which nothing was written down waits until something is (docs/adr/0091).
/// </summary>
public sealed class AnchorDays(Transactions transactions, TimeProvider clock, ILogger<AnchorDays> log)
{
    // Units of work that began before midnight are committed by then; what comes even later is a leaf of the next day, counted as late.
    private static readonly TimeSpan ClosedAfter = TimeSpan.FromMinutes(10);

    /// <returns>Number of days anchored now.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (await OldestAsync(ct) is not { } since) return 0;
        var days = 0;
        while (await transactions.RunAsync((work, token) => NextAsync(work, since, token), ct) is { } anchored)
        {
            days++;
            // What is older is under an anchor now.
            since = FrenchDay.Midnight(anchored.AddDays(1));
        }
        return days;
    }

    /// <summary>
    /// When the oldest entry was made that is under no anchor, of those that the next day takes; null when there is no day to anchor. The whole log is looked through, outside of the unit that writes: for
    /// which no embedded asking waits, and without a limit, which at some size would end the anchors for good. What is written down meanwhile with an older date is taken by the day after.
    /// </summary>
    private async Task<DateTimeOffset?> OldestAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        var last = await db.LogAnchors.OrderByDescending(a => a.Day).FirstOrDefaultAsync(ct);
        if (await DueAsync(db, last, clock.GetUtcNow(), ct) is not { } day) return null;
        var until = FrenchDay.Midnight(day.AddDays(1));
        return await db.HandoffLog.Where(e => e.At < until && !db.AnchorLeaves.Any(l => l.HandoffId == e.HandoffId && l.Number >= e.Number)).MinAsync(e => (DateTimeOffset?)e.At, ct) ?? until;
    }

    /// <param name="work">The unit of work.</param>
    /// <param name="since">Everything older is anchored.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The day; null when there is none to anchor.</returns>
    private async Task<DateOnly?> NextAsync(Work work, DateTimeOffset since, CancellationToken ct)
    {
        // A day of many leaves takes longer to write than a request may.
        work.Db.Database.SetCommandTimeout(TimeSpan.Zero);
        var now = clock.GetUtcNow();
        var last = await work.Db.LogAnchors.AsNoTracking().OrderByDescending(a => a.Day).FirstOrDefaultAsync(ct);
        if (last is not null && last.Day >= FrenchDay.Of(now)) log.LogError("The day {Day} was anchored before it was over: a clock was ahead. What is written down until then is counted as late by the next anchor", last.Day);
        if (await DueAsync(work.Db, last, now, ct) is not { } day) return null;
        var until = FrenchDay.Midnight(day.AddDays(1));

        var leaves = await LeavesAsync(work.Db, since, until, FrenchDay.Midnight(day), ct);
        // There is nothing to prove, and only something that is written down later proves that the day has been.
        if (leaves.Count == 0 && !await work.Db.HandoffLog.AnyAsync(e => e.At >= until, ct)) return null;
        var tree = new MerkleTree([.. leaves.Select(l => AnchorLeaf.HashOf(l.HandoffId, l.Number, l.Hash))]);
        var begins = FrenchDay.Midnight(day);
        work.Db.LogAnchors.Add(new DayAnchor
        {
            Day = day, Leaves = leaves.Count, Late = leaves.Count(l => l.At < begins), Root = Convert.ToHexStringLower(tree.Root()),
            PreviousHash = last?.Hash ?? "", MadeAt = work.Now,
        }.Sealed());
        work.Db.AnchorLeaves.AddRange(leaves.Select((l, place) => new AnchorLeaf { Day = day, Place = place, HandoffId = l.HandoffId, Number = l.Number, Hash = l.Hash }));
        return day;
    }

    /// <summary>The day after the last anchor, or the first of all; null while it is not over.</summary>
    private static async Task<DateOnly?> DueAsync(RouterDbContext db, DayAnchor? last, DateTimeOffset now, CancellationToken ct) =>
        (last is null ? await FirstDayAsync(db, ct) : last.Day.AddDays(1)) is { } day && now >= FrenchDay.Midnight(day.AddDays(1)) + ClosedAfter ? day : null;

    private static async Task<DateOnly?> FirstDayAsync(RouterDbContext db, CancellationToken ct) =>
        await db.HandoffLog.MinAsync(e => (DateTimeOffset?)e.At, ct) is { } at ? FrenchDay.Of(at) : null;

    /// <summary>The newest entry of each log that moved on that day, and the second receipts that were given; or before, however long, what was committed too late for its own.</summary>
    private static async Task<List<Leaf>> LeavesAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, DateTimeOffset begins, CancellationToken ct)
    {
        var ends = db.HandoffLog.Where(e => e.At >= from && e.At < until).GroupBy(e => e.HandoffId).Select(g => new { HandoffId = g.Key, Number = g.Max(e => e.Number) });
        var fresh =
            from end in ends
            join e in db.HandoffLog on end equals new { e.HandoffId, e.Number }
            where !db.AnchorLeaves.Any(l => l.HandoffId == e.HandoffId && l.Number >= e.Number)
            select new Leaf(e.HandoffId, e.Number, e.Hash, e.At);
        var second = (await SecondReceipts.FreshAsync(db, begins, until, ct)).Select(s => new Leaf(s.Alias.HandoffId, s.Number, s.Alias.ComputeHash(), s.Alias.At));
        return [.. (await fresh.ToListAsync(ct)).Concat(second).OrderBy(l => l.HandoffId.ToString("N"), StringComparer.Ordinal).ThenBy(l => l.Number)];
    }

    private sealed record Leaf(Guid HandoffId, int Number, string Hash, DateTimeOffset At);
}

[DisallowConcurrentExecution]
internal sealed class AnchorJob(AnchorDays days) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await days.RunAsync(cancellationToken);
}
