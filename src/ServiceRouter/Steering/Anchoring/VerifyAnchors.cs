using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>A day whose anchor is not what the event log says, or not what was published.</summary>
/// <param name="Day">Which day.</param>
/// <param name="HandoffId">Whose log, when it can be told.</param>
/// <param name="Receipt">Without dashes; by its log when the row is gone, null when that is gone too or no log is meant.</param>
/// <param name="Difference">What differs, in words for an auditor.</param>
public sealed record AnchorBreak(DateOnly Day, Guid? HandoffId, string? Receipt, string Difference);

/// <summary>What a walk over the anchors found.</summary>
/// <param name="Days">Days that hold.</param>
/// <param name="Last">The newest day.</param>
/// <param name="Late">Logs that came under the anchor of a later day than their own: a wrong clock, a long outage, or somebody put them there afterwards.</param>
/// <param name="Breaks">Each day that does not hold, with the first reason, days that have leaves and no anchor, then the first entry of a day that is over and that no day has.</param>
/// <param name="Unpublished">Each day that is not what was published, in order: after a restore all days since are others, and a day that was rewritten as well may be among them.</param>
public sealed record AnchorReport(int Days, DateOnly? Last, int Late, IReadOnlyList<AnchorBreak> Breaks, IReadOnlyList<AnchorBreak> Unpublished)
{
    /// <summary>Everything that does not hold, by day.</summary>
    public IReadOnlyList<AnchorBreak> All => [.. Unpublished.Concat(Breaks).OrderBy(b => b.Day)];
}

/// <summary>
/// Walks the anchors of all days and holds them against the event log (G12). A chain that somebody rewrote with new hashes, and a request that
/// was removed with its log, agree with themselves; they do not agree with the leaves, and rewritten leaves not with the root.
/// </summary>
public sealed class VerifyAnchors(Transactions transactions)
{
    // Days with leaves and no anchor that a report names.
    private const int MostNamed = 20;

    /// <param name="published">Hash of each day as somebody kept it from the public ledger; empty when nobody did.</param>
    /// <param name="ct">Stops the walk.</param>
    public async Task<AnchorReport> RunAsync(IReadOnlyDictionary<DateOnly, string> published, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        // As verify-log, whose second half this is.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var anchors = await db.LogAnchors.OrderBy(a => a.Day).ToListAsync(ct);
        var unpublished = Unpublished(anchors, published);
        DayAnchor? before = null;
        var breaks = new List<AnchorBreak>();
        foreach (var anchor in anchors)
        {
            // A day that nobody can mend must not hide one that was rewritten after it.
            if (DayFault.OfChain(anchor, before) is { } wrong) breaks.Add(new AnchorBreak(anchor.Day, null, null, wrong));
            else if (await LeavesAsync(db, anchor, ct) is { } broken) breaks.Add(broken);
            before = anchor;
        }
        var days = anchors.Count - breaks.Count;
        breaks.AddRange((await db.AnchorLeaves.Where(l => !db.LogAnchors.Any(a => a.Day == l.Day)).Select(l => l.Day).Distinct().OrderBy(day => day).Take(MostNamed).ToListAsync(ct))
            .Select(day => new AnchorBreak(day, null, null, "it has leaves, and no anchor: the anchor was taken away, or the leaves were put there")));
        if (before is not null && await FindUnanchoredAsync(db, before.Day, ct) is { } unanchored) breaks.Add(unanchored);
        return new AnchorReport(days, before?.Day, anchors.Sum(a => a.Late), breaks, unpublished);
    }

    private static IReadOnlyList<AnchorBreak> Unpublished(IReadOnlyList<DayAnchor> anchors, IReadOnlyDictionary<DateOnly, string> published)
    {
        var now = anchors.ToDictionary(a => a.Day, a => a.Hash);
        return [.. published.OrderBy(day => day.Key).Where(day => !now.TryGetValue(day.Key, out var hash) || hash != day.Value).Select(day => new AnchorBreak(day.Key, null, null,
            now.TryGetValue(day.Key, out var hash) ? $"it was published with the hash {day.Value}, and has now {hash}" : "it was published, and has no anchor now"))];
    }

    private static async Task<AnchorBreak?> LeavesAsync(RouterDbContext db, DayAnchor anchor, CancellationToken ct)
    {
        var found =
            from l in db.AnchorLeaves.Where(l => l.Day == anchor.Day)
            join e in db.HandoffLog on new { l.HandoffId, l.Number } equals new { e.HandoffId, e.Number } into entries
            from e in entries.DefaultIfEmpty()
            orderby l.Place
            select new { l.HandoffId, l.Number, l.Hash, Logged = e.Hash };
        var hashes = new List<byte[]>();
        var second = new List<(Guid HandoffId, string Hash)>();
        (Guid HandoffId, string Difference)? first = null;
        await foreach (var leaf in found.AsAsyncEnumerable().WithCancellation(ct))
        {
            hashes.Add(AnchorLeaf.HashOf(leaf.HandoffId, leaf.Number, leaf.Hash));
            if (leaf.Number < 0) second.Add((leaf.HandoffId, leaf.Hash));
            if (leaf.Number < 0 || leaf.Hash == leaf.Logged) continue;
            first ??= (leaf.HandoffId, leaf.Logged is null
                ? $"entry {leaf.Number} of its log was anchored and is gone"
                : $"entry {leaf.Number} of its log is not the one that was anchored: the log was rewritten");
        }
        // The root first: leaves that do not give it cannot accuse anybody's log.
        if (DayFault.OfLeaves(anchor, hashes) is { } wrong) return new AnchorBreak(anchor.Day, null, null, wrong);
        if (first is null && await SecondReceipts.LostAsync(db, second, ct) is [var lost, ..]) first = (lost, "a second receipt that was given for it was anchored, and leads to it no more");
        if (first is not { } broken) return null;
        return new AnchorBreak(anchor.Day, broken.HandoffId, await ReceiptAsync(db, broken.HandoffId, ct), broken.Difference);
    }

    /// <summary>An entry older than the last anchored day was either anchored or put there afterwards.</summary>
    private static async Task<AnchorBreak?> FindUnanchoredAsync(RouterDbContext db, DateOnly last, CancellationToken ct)
    {
        var begins = FrenchDay.Midnight(last);
        var entry = await db.HandoffLog.Where(e => e.At < begins && !db.AnchorLeaves.Any(l => l.HandoffId == e.HandoffId && l.Number >= e.Number))
            .OrderBy(e => e.At).Select(e => new { e.HandoffId, e.Number, e.At }).FirstOrDefaultAsync(ct);
        if (entry is null) return await FindSecondUnanchoredAsync(db, begins, ct);
        return new AnchorBreak(FrenchDay.Of(entry.At), entry.HandoffId, await ReceiptAsync(db, entry.HandoffId, ct), $"entry {entry.Number} of its log is dated on that day and was never anchored: it was put there afterwards");
    }

    private static async Task<AnchorBreak?> FindSecondUnanchoredAsync(RouterDbContext db, DateTimeOffset begins, CancellationToken ct)
    {
        // What no anchor has passed over is taken by the next that knows of them, of all days before.
        if (await SecondReceipts.LastDayAsync(db, ct) is not { } last) return null;
        var passed = FrenchDay.Midnight(last.AddDays(1));
        if (passed > begins) passed = begins;
        return await SecondReceipts.FreshAsync(db, passed, passed, ct) is not [var (alias, _), ..] ? null
            : new AnchorBreak(FrenchDay.Of(alias.At), alias.HandoffId, alias.Receipt, "this second receipt is dated on that day and was never anchored: it was put there afterwards");
    }

    private static async Task<string?> ReceiptAsync(RouterDbContext db, Guid handoffId, CancellationToken ct) =>
        await db.Handoffs.Where(h => h.Id == handoffId).Select(h => h.Receipt).FirstOrDefaultAsync(ct)
        ?? (await db.HandoffLog.Where(e => e.HandoffId == handoffId && e.Number == 1).Select(e => e.Facts).FirstOrDefaultAsync(ct) is { } facts ? AskedFacts.Read(facts).ReceiptIfKnown : null);
}
