using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>Where a walk over the leaves of all anchors stands.</summary>
internal sealed record LeafPlace(DateOnly Day, int Place);

/// <summary>
/// Holds the leaves of anchored days against the event log. Row and log are written in one commit by one piece of code: what takes a request out of both leaves no difference between the two, and
/// the leaf of its day is the third that knows of it (docs/adr/0118).
/// </summary>
internal static class AnchoredLogs
{
    private const int MostNamed = 1_000;

    /// <summary>The next leaves, in the order of days.</summary>
    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="after">Where the walk stands; null at its beginning.</param>
    /// <param name="most">Leaves that are looked at, at most.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Whose log is not as it was anchored, and where to go on; null at the end.</returns>
    public static async Task<(List<Guid> Broken, LeafPlace? Last)> WalkAsync(RouterDbContext db, LeafPlace? after, int most, CancellationToken ct)
    {
        // The day by itself as well, so that the index leads to it.
        var rest = after is null ? db.AnchorLeaves : db.AnchorLeaves.Where(l => l.Day >= after.Day && (l.Day > after.Day || l.Place > after.Place));
        var stop = await rest.OrderBy(l => l.Day).ThenBy(l => l.Place).Skip(most - 1).Select(l => new { l.Day, l.Place }).FirstOrDefaultAsync(ct);
        var stretch = stop is null ? rest : rest.Where(l => l.Day <= stop.Day && (l.Day < stop.Day || l.Place <= stop.Place));
        return (await BrokenAsync(db, stretch, ct), stop is null ? null : new LeafPlace(stop.Day, stop.Place));
    }

    /// <summary>Of these requests, those whose log is not as it was anchored.</summary>
    public static Task<List<Guid>> BrokenAsync(RouterDbContext db, IReadOnlyCollection<Guid> these, CancellationToken ct) => BrokenAsync(db, db.AnchorLeaves.Where(l => these.Contains(l.HandoffId)), ct);

    /// <summary>The entry is gone or another, or one before it is gone: without the first, nobody asked.</summary>
    private static Task<List<Guid>> BrokenAsync(RouterDbContext db, IQueryable<AnchorLeaf> leaves, CancellationToken ct)
    {
        var broken =
            from l in leaves
            where l.Number > 0
            join e in db.HandoffLog on new { l.HandoffId, l.Number } equals new { e.HandoffId, e.Number } into entries
            from e in entries.DefaultIfEmpty()
            where e == null || e.Hash != l.Hash || db.HandoffLog.Count(o => o.HandoffId == l.HandoffId && o.Number >= 1 && o.Number <= l.Number) < l.Number
            select l.HandoffId;
        return broken.Distinct().OrderBy(id => id).Take(MostNamed).ToListAsync(ct);
    }
}
