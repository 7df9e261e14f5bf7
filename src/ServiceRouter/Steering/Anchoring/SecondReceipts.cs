using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// Second receipts under the anchors. No move gives one, so no entry of a log holds it; and its citizen may hold no other. Each is a leaf of the day on which it was given, numbered -1, -2 … beside the
/// entries of its request (docs/adr/0105).
/// </summary>
internal static class SecondReceipts
{
    /// <summary>Those that the next anchor takes: of its day, and of any day before that no anchor has.</summary>
    /// <param name="db">The database.</param>
    /// <param name="begins">Beginning of the day.</param>
    /// <param name="until">Its end.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>With the number of its leaf.</returns>
    public static async Task<List<(ReceiptAlias Alias, int Number)>> FreshAsync(RouterDbContext db, DateTimeOffset begins, DateTimeOffset until, CancellationToken ct)
    {
        // What a leaf holds is a hash that the database cannot make: it is asked for requests with more of them than leaves.
        var maybe = await db.ReceiptAliases.AsNoTracking().Where(a => a.At < until && (a.At >= begins
                || db.AnchorLeaves.Count(l => l.HandoffId == a.HandoffId && l.Number < 0) < db.ReceiptAliases.Count(o => o.HandoffId == a.HandoffId && o.At < until)))
            .OrderBy(a => a.At).ThenBy(a => a.Receipt).ToListAsync(ct);
        var ids = maybe.Select(a => a.HandoffId).Distinct().ToList();
        var leaves = (await db.AnchorLeaves.Where(l => ids.Contains(l.HandoffId) && l.Number < 0).Select(l => new { l.HandoffId, l.Number, l.Hash }).ToListAsync(ct)).ToLookup(l => l.HandoffId);
        return [.. maybe.GroupBy(a => a.HandoffId).SelectMany(of => of.Where(a => leaves[of.Key].All(l => l.Hash != a.ComputeHash()))
            .Select((a, i) => (a, leaves[of.Key].Select(l => l.Number).DefaultIfEmpty(0).Min() - 1 - i)))];
    }

    /// <summary>
    /// The newest day whose anchor is known to have taken second receipts: one of until then that is under no root was put there afterwards. Of a later day nothing tells whether the program that anchored it
    /// knew of them, or whether there were none: an older one may have run since (docs/adr/0114).
    /// </summary>
    /// <returns>Null when no anchor has any.</returns>
    public static Task<DateOnly?> LastDayAsync(RouterDbContext db, CancellationToken ct) =>
        db.AnchorLeaves.Where(l => l.Number < 0).OrderByDescending(l => l.Day).Select(l => (DateOnly?)l.Day).FirstOrDefaultAsync(ct);

    /// <summary>Leaves whose second receipt is gone, or leads to another request now.</summary>
    public static async Task<List<Guid>> LostAsync(RouterDbContext db, IReadOnlyCollection<(Guid HandoffId, string Hash)> leaves, CancellationToken ct)
    {
        if (leaves.Count == 0) return [];
        var ids = leaves.Select(l => l.HandoffId).Distinct().ToList();
        var there = (await db.ReceiptAliases.AsNoTracking().Where(a => ids.Contains(a.HandoffId)).ToListAsync(ct)).Select(a => (a.HandoffId, a.ComputeHash())).ToHashSet();
        return [.. leaves.Where(l => !there.Contains(l)).Select(l => l.HandoffId).Distinct()];
    }

    /// <summary>The same, of requests that were asked in some stretches of time, and of these.</summary>
    public static async Task<List<Guid>> LostAsync(RouterDbContext db, IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> stretches, IReadOnlyCollection<Guid> these, CancellationToken ct)
    {
        var leaves = (await db.AnchorLeaves.Where(l => these.Contains(l.HandoffId) && l.Number < 0).Select(l => new { l.HandoffId, l.Hash }).ToListAsync(ct)).Select(l => (l.HandoffId, l.Hash)).ToHashSet();
        foreach (var (from, until) in stretches)
        {
            var asked =
                from e in db.HandoffLog.Askings().Where(e => e.At >= @from && e.At < until)
                join l in db.AnchorLeaves on e.HandoffId equals l.HandoffId
                where l.Number < 0
                select new { l.HandoffId, l.Hash };
            leaves.UnionWith((await asked.ToListAsync(ct)).Select(l => (l.HandoffId, l.Hash)));
        }
        return await LostAsync(db, leaves, ct);
    }
}
