using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>A leaf of an anchored day.</summary>
internal sealed record LeafPlace(DateOnly Day, int Place)
{
    /// <summary>Behind every leaf that there is.</summary>
    public static readonly LeafPlace End = new(DateOnly.MaxValue, int.MaxValue);
}

/// <summary>Where a round through the logs stands, which goes from the newest entry to the oldest leaf.</summary>
/// <param name="Before">Of the entries that no anchor has yet those that are older than this come next.</param>
/// <param name="Leaf">Leaves before this one come next; null while such entries do.</param>
internal sealed record LogPlace(DateTimeOffset Before, LeafPlace? Leaf);

/// <summary>What a node knows of its walk through all logs.</summary>
/// <param name="Place">Null between two rounds.</param>
/// <param name="Began">When the round under way began; null when it has found more than it could name.</param>
/// <param name="WholeSince">Beginning of the last round that has come to its end: every log was recomputed since, and whatever did not hold was named. Null when none has.</param>
internal sealed record LogWalk(LogPlace? Place, DateTimeOffset? Began, DateTimeOffset? WholeSince)
{
    public static readonly LogWalk AtStart = new(null, null, null);
}

/// <summary>What a stretch of the walk has found.</summary>
/// <param name="Broken">Requests whose log does not hold, with the receipt that it tells; null where it tells none.</param>
/// <param name="Days">Days whose leaves are not those that were anchored.</param>
/// <param name="Next">Where to go on.</param>
internal sealed record WalkedLogs(Dictionary<Guid, string?> Broken, List<DateOnly> Days, LogWalk Next);

/// <summary>
/// Recomputes, stretch by stretch, the log of every request: first those that moved since the last anchor, of whom somebody may wait now, then those of the leaves, the newest first. Row and log are written in
/// one commit by one piece of code: what changes both leaves no difference between the two, and the hashes and the leaf of its day are what still knows (docs/adr/0118). When it has passed a day, the leaves of
/// the day are held against its anchor.
/// </summary>
internal static class WalkLogs
{
    private const int MostNamed = 1_000;

    /// <summary>
    /// In one check: four statements for where to go, three for the days that were passed, two for each thousand logs (some fifteen in all); up to <paramref name="mostLeaves"/> leaves, these days' leaves once
    /// more, and about <paramref name="mostEntries"/> entries, each with its row. A log is read once a round, at its newest leaf.
    /// </summary>
    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="walk">Where it stands.</param>
    /// <param name="these">Requests whose logs are recomputed in any case.</param>
    /// <param name="now">Of the check.</param>
    /// <param name="mostLeaves">Leaves that are passed, at most; at least 1.</param>
    /// <param name="mostEntries">Entries that are read, about: a log is read as a whole. At least 1.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<WalkedLogs> RunAsync(RouterDbContext db, LogWalk walk, IReadOnlySet<Guid> these, DateTimeOffset now, int mostLeaves, int mostEntries, CancellationToken ct)
    {
        var began = walk.Place is null ? now : walk.Began;
        var (logs, entries, moved) = await MovedAsync(db, walk.Place, mostEntries, ct);
        LogPlace? place = moved;
        List<DateOnly> days = [];
        if (moved.Leaf is { } behind)
        {
            var (anchored, last) = await LeavesAsync(db, behind, mostLeaves, mostEntries, entries, ct);
            logs.UnionWith(anchored);
            days = await AnchoredDays.BrokenAsync(db, last?.Day, behind.Day, ct);
            place = last is null ? null : moved with { Leaf = last };
        }
        var broken = await RecomputeLogs.BrokenAsync(db, [.. logs.Union(these)], ct);
        var unnamed = broken.Keys.Where(id => !these.Contains(id)).Order().Skip(MostNamed).ToList();
        foreach (var id in unnamed) broken.Remove(id);
        // They are named a round later, and until then nobody may say that the walk has been everywhere.
        var next = unnamed.Count > 0 ? new LogWalk(place, null, null) : new LogWalk(place, began, place is null ? began : walk.WholeSince);
        return new WalkedLogs(broken, days, next);
    }

    /// <summary>Logs with entries that no anchor has yet, how long they are, and where to go on: among the leaves, when these were the last.</summary>
    private static async Task<(HashSet<Guid> Logs, int Entries, LogPlace Place)> MovedAsync(RouterDbContext db, LogPlace? place, int most, CancellationToken ct)
    {
        if (place is { Leaf: not null }) return ([], 0, place);
        var begins = await db.LogAnchors.MaxAsync(a => (DateOnly?)a.Day, ct) is { } last ? FrenchDay.Midnight(last.AddDays(1)) : DateTimeOffset.UnixEpoch;
        var rest = db.HandoffLog.Where(e => e.At >= begins);
        if (place is { Before: var before }) rest = rest.Where(e => e.At < before);
        var stop = await rest.OrderByDescending(e => e.At).Skip(most - 1).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(ct);
        // All of one instant together, so that none of them is left out.
        var stretch = stop is { } until ? rest.Where(e => e.At >= until) : rest;
        var moved = await stretch.GroupBy(e => e.HandoffId).Select(g => new { HandoffId = g.Key, Entries = g.Max(e => e.Number) }).ToListAsync(ct);
        var next = stop is { } at ? new LogPlace(at, null) : new LogPlace(begins, LeafPlace.End);
        return ([.. moved.Select(m => m.HandoffId)], moved.Sum(m => m.Entries), next);
    }

    /// <summary>Logs whose newest leaf is among the next, and the last leaf that was passed; null at the end.</summary>
    private static async Task<(List<Guid> Logs, LeafPlace? Last)> LeavesAsync(RouterDbContext db, LeafPlace behind, int mostLeaves, int mostEntries, int entries, CancellationToken ct)
    {
        // The day by itself as well, so that the index leads to it.
        var next = await db.AnchorLeaves.Where(l => l.Day <= behind.Day && (l.Day < behind.Day || l.Place < behind.Place))
            .OrderByDescending(l => l.Day).ThenByDescending(l => l.Place).Take(mostLeaves)
            .Select(l => new { l.Day, l.Place, l.HandoffId, l.Number, IsNewest = l.Number > 0 && !db.AnchorLeaves.Any(o => o.HandoffId == l.HandoffId && o.Number > l.Number) }).ToListAsync(ct);
        var logs = new List<Guid>();
        var last = behind;
        foreach (var leaf in next)
        {
            if (leaf.IsNewest)
            {
                if (entries > 0 && entries + leaf.Number > mostEntries) return (logs, last);
                entries += leaf.Number;
                logs.Add(leaf.HandoffId);
            }
            last = new LeafPlace(leaf.Day, leaf.Place);
        }
        return (logs, next.Count < mostLeaves ? null : last);
    }
}
