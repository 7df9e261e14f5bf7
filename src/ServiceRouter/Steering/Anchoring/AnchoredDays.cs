using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// Holds the leaves of anchored days against their anchors: who takes a request out of row, log and leaves leaves a day whose leaves do not give its root. Whose request it was nobody can tell any more:
/// the incident names the day, by an id that no request has.
/// </summary>
internal static class AnchoredDays
{
    /// <summary>Three statements, and the leaves of these days.</summary>
    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="after">The day before the first of them; null: from the first that there is, also where no day can be.</param>
    /// <param name="until">The last of them.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Days that are not as they were anchored, or have leaves and no anchor, in order.</returns>
    public static async Task<List<DateOnly>> BrokenAsync(RouterDbContext db, DateOnly? after, DateOnly until, CancellationToken ct)
    {
        var anchors = await db.LogAnchors.AsNoTracking().Where(a => (after == null || a.Day > after) && a.Day <= until).OrderBy(a => a.Day).ToListAsync(ct);
        var before = after is null ? null : await db.LogAnchors.AsNoTracking().Where(a => a.Day <= after).OrderByDescending(a => a.Day).FirstOrDefaultAsync(ct);
        var leaves = new Dictionary<DateOnly, List<byte[]>>();
        var found = db.AnchorLeaves.Where(l => (after == null || l.Day > after) && l.Day <= until).OrderBy(l => l.Day).ThenBy(l => l.Place).Select(l => new { l.Day, l.HandoffId, l.Number, l.Hash });
        await foreach (var leaf in found.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!leaves.TryGetValue(leaf.Day, out var ofDay)) leaves.Add(leaf.Day, ofDay = []);
            ofDay.Add(AnchorLeaf.HashOf(leaf.HandoffId, leaf.Number, leaf.Hash));
        }
        var broken = new List<DateOnly>();
        foreach (var anchor in anchors)
        {
            leaves.Remove(anchor.Day, out var ofDay);
            if (DayFault.OfChain(anchor, before) is not null || DayFault.OfLeaves(anchor, ofDay ?? []) is not null) broken.Add(anchor.Day);
            before = anchor;
        }
        return [.. broken.Concat(leaves.Keys).Order()];
    }

    /// <summary>Of these days the newest that does not hold: one is enough for its incident to stay open, and a disaster of all days costs no more than a day.</summary>
    public static async Task<DateOnly?> NewestBrokenAsync(RouterDbContext db, IEnumerable<DateOnly> days, CancellationToken ct)
    {
        foreach (var day in days.Distinct().OrderDescending())
            if (await BrokenAsync(db, day > DateOnly.MinValue ? day.AddDays(-1) : null, day, ct) is not []) return day;
        return null;
    }

    /// <summary>As an incident names the day, which names requests otherwise. No id of ours ends in zeros.</summary>
    public static Guid IdOf(DateOnly day) => new(day.DayNumber, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Null when it is the id of a request.</summary>
    public static DateOnly? DayOf(Guid id)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(id.ToByteArray());
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber && IdOf(DateOnly.FromDayNumber(number)) == id ? DateOnly.FromDayNumber(number) : null;
    }
}
