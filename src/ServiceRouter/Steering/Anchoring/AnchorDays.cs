using Microsoft.EntityFrameworkCore;
using Quartz;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>Anchors every day that has ended and has no anchor, the oldest first. A day that has one is never touched again.</summary>
public sealed class AnchorDays(Transactions transactions, TimeProvider clock)
{
    // Units of work that began before midnight are committed by then; what comes even later is a leaf of the next day, counted as late.
    private static readonly TimeSpan ClosedAfter = TimeSpan.FromMinutes(10);
    private const int LookedBackDays = 7;

    /// <returns>Number of days anchored now.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var days = 0;
        while (await transactions.RunAsync(NextAsync, ct)) days++;
        return days;
    }

    private async Task<bool> NextAsync(Work work, CancellationToken ct)
    {
        var last = await work.Db.LogAnchors.AsNoTracking().OrderByDescending(a => a.Day).FirstOrDefaultAsync(ct);
        if ((last is null ? await FirstDayAsync(work.Db, ct) : last.Day.AddDays(1)) is not { } day) return false;
        if (clock.GetUtcNow() < FrenchDay.Midnight(day.AddDays(1)) + ClosedAfter) return false;

        var leaves = await LeavesAsync(work.Db, day, ct);
        var tree = new MerkleTree([.. leaves.Select(l => AnchorLeaf.HashOf(l.HandoffId, l.Number, l.Hash))]);
        var begins = FrenchDay.Midnight(day);
        work.Db.LogAnchors.Add(new DayAnchor
        {
            Day = day, Leaves = leaves.Count, Late = leaves.Count(l => l.At < begins), Root = Convert.ToHexStringLower(tree.Root()),
            PreviousHash = last?.Hash ?? "", MadeAt = work.Now,
        }.Sealed());
        work.Db.AnchorLeaves.AddRange(leaves.Select((l, place) => new AnchorLeaf { Day = day, Place = place, HandoffId = l.HandoffId, Number = l.Number, Hash = l.Hash }));
        return true;
    }

    private static async Task<DateOnly?> FirstDayAsync(RouterDbContext db, CancellationToken ct) =>
        await db.HandoffLog.MinAsync(e => (DateTimeOffset?)e.At, ct) is { } at ? FrenchDay.Of(at) : null;

    /// <summary>The newest entry of each log that moved on that day, or before and was committed too late for its own.</summary>
    private static async Task<List<Leaf>> LeavesAsync(RouterDbContext db, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (FrenchDay.Midnight(day.AddDays(-LookedBackDays)), FrenchDay.Midnight(day.AddDays(1)));
        var ends = db.HandoffLog.Where(e => e.At >= from && e.At < until).GroupBy(e => e.HandoffId).Select(g => new { HandoffId = g.Key, Number = g.Max(e => e.Number) });
        var fresh =
            from end in ends
            join e in db.HandoffLog on end equals new { e.HandoffId, e.Number }
            where !db.AnchorLeaves.Any(l => l.HandoffId == e.HandoffId && l.Number >= e.Number)
            select new Leaf(e.HandoffId, e.Number, e.Hash, e.At);
        return [.. (await fresh.ToListAsync(ct)).OrderBy(l => l.HandoffId.ToString("N"), StringComparer.Ordinal)];
    }

    private sealed record Leaf(Guid HandoffId, int Number, string Hash, DateTimeOffset At);
}

[DisallowConcurrentExecution]
internal sealed class AnchorJob(AnchorDays days) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await days.RunAsync(cancellationToken);
}
