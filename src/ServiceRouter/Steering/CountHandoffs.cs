using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>The counts that both databases do in the same words.</summary>
internal static class CountHandoffs
{
    /// <summary>By the territory in which they were asked, as the check and its incidents count them.</summary>
    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="from">Only those asked since then.</param>
    /// <param name="until">And before then.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<List<HandoffCount>> ByStateAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var counts = await db.Handoffs.OutsideExercises().Readable().Where(h => h.AskedAt >= from && h.AskedAt < until).WhereAsked()
            .GroupBy(h => new { h.Channel, h.Territory, h.Language, h.State })
            .Select(g => new
            {
                g.Key.Channel, g.Key.Territory, g.Key.Language, g.Key.State,
                Count = g.LongCount(), Answered = g.LongCount(h => h.FirstHumanWordAt != null || h.State == HandoffState.Served),
            })
            .ToListAsync(ct);
        return counts.ConvertAll(c => new HandoffCount(c.Channel, c.Territory, c.Language, c.State, c.Count, c.Answered));
    }

    /// <summary>Handoffs that were asked, by the event log: the other source of the account. A second asking in one log is a break of its chain and no second citizen, as the check counts it too.</summary>
    public static Task<long> AskingsAsync(RouterDbContext db, CancellationToken ct) => CountAsync(db.HandoffLog.Askings(), ct);

    /// <summary>
    /// The same of a stretch of time, for the very handoffs that the rows count there: a request is as old as its arrival (docs/adr/0046), which may lie
    /// long before its entry. Whose row is gone has the time of its entry and nothing else.
    /// </summary>
    public static async Task<long> AskingsAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var withRow =
            from e in db.HandoffLog.Askings()
            join h in db.Handoffs on e.HandoffId equals h.Id
            where h.AskedAt >= @from && h.AskedAt < until
            select e;
        var withoutRow = db.HandoffLog.Askings().Where(e => e.At >= from && e.At < until && !db.Handoffs.Any(h => h.Id == e.HandoffId));
        return await CountAsync(withRow, ct) + await CountAsync(withoutRow, ct);
    }

    private static Task<long> CountAsync(IQueryable<HandoffLogEntry> askings, CancellationToken ct) => askings.Select(e => e.HandoffId).Distinct().LongCountAsync(ct);
}
