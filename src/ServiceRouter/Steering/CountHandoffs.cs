using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>The counts that both databases do in the same words.</summary>
internal static class CountHandoffs
{
    /// <summary>Percentiles are taken in memory, of at most this many latest waits: enough for a ninth decile, and bounded.</summary>
    public const int MostWaits = 10_000;

    /// <param name="db">The database, in a snapshot.</param>
    /// <param name="since">Only those asked since then; null for all.</param>
    /// <param name="ct">Stops waiting.</param>
    public static Task<List<HandoffCount>> ByStateAsync(RouterDbContext db, DateTimeOffset? since, CancellationToken ct) =>
        ByStateAsync(since is { } from ? db.Handoffs.OutsideExercises().Where(h => h.AskedAt >= from) : db.Handoffs.OutsideExercises(), ct);

    /// <summary>Only those asked in that time.</summary>
    public static Task<List<HandoffCount>> ByStateAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        ByStateAsync(db.Handoffs.OutsideExercises().Where(h => h.AskedAt >= from && h.AskedAt < until), ct);

    private static async Task<List<HandoffCount>> ByStateAsync(IQueryable<Handoff> handoffs, CancellationToken ct)
    {
        var counts = await handoffs
            .GroupBy(h => new { h.Channel, h.Territory, h.Language, h.State })
            .Select(g => new
            {
                g.Key.Channel, g.Key.Territory, g.Key.Language, g.Key.State,
                Count = g.LongCount(), Answered = g.LongCount(h => h.FirstHumanWordAt != null || h.State == HandoffState.Served),
            })
            .ToListAsync(ct);
        return counts.ConvertAll(c => new HandoffCount(c.Channel, c.Territory, c.Language, c.State, c.Count, c.Answered));
    }

    /// <summary>Askings in the event log: the other source of the account.</summary>
    public static Task<long> AskingsAsync(RouterDbContext db, DateTimeOffset? since, CancellationToken ct)
    {
        var askings = db.HandoffLog.Askings();
        if (since is { } from) askings = askings.Where(e => e.At >= from);
        return askings.LongCountAsync(ct);
    }

    /// <summary>Waits of handoffs asked in that time, the latest first.</summary>
    public static async Task<List<WaitSample>> WaitsAsync(RouterDbContext db, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var answered = await db.Handoffs.OutsideExercises().Where(h => h.AskedAt >= since && h.AskedAt < until && h.FirstHumanWordAt != null)
            .OrderByDescending(h => h.AskedAt).Take(MostWaits)
            .Select(h => new { h.Channel, h.Territory, h.Language, h.AskedAt, h.FirstHumanWordAt }).ToListAsync(ct);
        return answered.ConvertAll(h => new WaitSample(h.Channel, h.Territory, h.Language, (h.FirstHumanWordAt!.Value - h.AskedAt).TotalSeconds));
    }
}
