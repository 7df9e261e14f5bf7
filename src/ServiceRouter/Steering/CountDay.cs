using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.Steering;

/// <summary>Counts one day from the rows; requests by the territory in which they were asked, so that a day that is counted again has them where it had them.</summary>
internal static class CountDay
{
    public static async Task<List<DailyFigures>> RunAsync(RouterDbContext db, DateOnly day, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var all = new Dictionary<(string, string, string), DailyFigures>();

        foreach (var c in await db.Conversations.OutsideExercises().Where(c => c.StartedAt >= from && c.StartedAt < until)
                     .GroupBy(c => new { c.Territory, c.Channel, c.Language }).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
            Of(c.Key.Territory, c.Key.Channel, c.Key.Language).Conversations = c.Count;

        await AnswersAsync(db, from, until, Of, ct);

        foreach (var h in await db.Handoffs.OutsideExercises().Where(h => h.EndedAt >= from && h.EndedAt < until).WhereAsked()
                     .GroupBy(h => new { h.Territory, h.Channel, h.Language, h.State }).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(ct))
        {
            var figures = Of(h.Key.Territory, h.Key.Channel, h.Key.Language);
            if (h.Key.State == HandoffState.Served) figures.Served = h.Count;
            else if (h.Key.State == HandoffState.Withdrawn) figures.Withdrawn = h.Count;
            else if (h.Key.State == HandoffState.Unreachable) figures.Unreachable = h.Count;
        }

        var ratings =
            from r in db.Ratings
            join h in db.Handoffs.OutsideExercises().WhereAsked() on r.HandoffId equals h.Id
            where r.At >= @from && r.At < until
            group r by new { h.Territory, h.Channel, h.Language } into g
            select new { g.Key, Count = g.LongCount(), Sum = g.Sum(r => r.Score), Solved = g.LongCount(r => r.Solved == Solved.Yes) };
        foreach (var r in await ratings.ToListAsync(ct))
        {
            var figures = Of(r.Key.Territory, r.Key.Channel, r.Key.Language);
            (figures.Ratings, figures.ScoreSum, figures.Solved) = (r.Count, r.Sum, r.Solved);
        }
        return [.. all.Values];

        DailyFigures Of(string? territory, string channel, string language)
        {
            var key = (territory ?? "", channel, language);
            if (!all.TryGetValue(key, out var figures))
                all[key] = figures = new DailyFigures { Day = day, Territory = key.Item1, Channel = channel, Language = language };
            return figures;
        }
    }

    /// <summary>Who asked, and how soon a person answered: what is still to come when the day has long ended, to whoever took a call-back of the next week.</summary>
    public static async Task AnswersAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, Func<string?, string, string, DailyFigures> of, CancellationToken ct)
    {
        foreach (var h in await db.Handoffs.OutsideExercises().Where(h => h.AskedAt >= from && h.AskedAt < until).WhereAsked()
                     .GroupBy(h => new { h.Territory, h.Channel, h.Language })
                     .Select(g => new { g.Key, Count = g.LongCount(), Answered = g.LongCount(h => h.FirstHumanWordAt != null) }).ToListAsync(ct))
        {
            var figures = of(h.Key.Territory, h.Key.Channel, h.Key.Language);
            (figures.Asked, figures.Answered) = (h.Count, h.Answered);
        }
        foreach (var (territory, channel, language, wait) in await CountWaits.ByGroupAsync(db, from, until, ct))
        {
            var figures = of(territory, channel, language);
            (figures.WaitP50, figures.WaitP90) = (wait.P50, wait.P90);
        }
    }
}
