using Microsoft.EntityFrameworkCore;
using Quartz;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>
/// Writes the figures of each day that has ended. The last days are counted again at each run, because an answer or a rating may come after
/// midnight; of the two months before, once a day, who was answered and after how long. What is older stays as it is.
/// </summary>
internal sealed class RollUpDays(Transactions transactions, TimeProvider clock)
{
    private const int CountedAgain = 3;
    // Longer than anybody is promised a date ahead (CommitHandoff).
    private const int AnswersCountedAgain = 65;
    // Longer than any outage of all job nodes, and bounded.
    private const int MostDays = 60;

    /// <returns>Number of days counted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = FrenchDay.Of(clock.GetUtcNow());
        var (oldest, last) = await StoredAsync(ct);
        if (await FirstDayAsync(last, today, ct) is not { } first) return 0;
        if (first < today.AddDays(-MostDays)) first = today.AddDays(-MostDays);
        // A day has ended since the last run.
        if (last < today.AddDays(-1))
            for (var day = first.AddDays(-AnswersCountedAgain); day < first; day = day.AddDays(1))
                if (day >= oldest) await transactions.RunAsync((work, token) => WriteAnswersAsync(work, day, token), ct);
        var days = 0;
        for (var day = first; day < today; day = day.AddDays(1), days++)
            await transactions.RunAsync((work, token) => WriteAsync(work, day, token), ct);
        return days;
    }

    private async Task<(DateOnly? Oldest, DateOnly? Last)> StoredAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return (await db.Set<DailyFigures>().MinAsync(f => (DateOnly?)f.Day, ct), await db.Set<DailyFigures>().MaxAsync(f => (DateOnly?)f.Day, ct));
    }

    private async Task<DateOnly?> FirstDayAsync(DateOnly? last, DateOnly today, CancellationToken ct)
    {
        // After days on which nothing happened the last one that has figures is long over.
        if (last is { } day) return day.AddDays(1) < today.AddDays(-CountedAgain) ? day.AddDays(1) : today.AddDays(-CountedAgain);
        await using var db = await transactions.ReadAsync(ct);
        var started = await db.Conversations.MinAsync(c => (DateTimeOffset?)c.StartedAt, ct);
        return started is { } at ? FrenchDay.Of(at) : null;
    }

    private static async Task WriteAsync(Work work, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (FrenchDay.Midnight(day), FrenchDay.Midnight(day.AddDays(1)));
        var stored = await work.Db.Set<DailyFigures>().Where(f => f.Day == day).ToDictionaryAsync(f => (f.Territory, f.Channel, f.Language), ct);
        var counted = await CountDay.RunAsync(work.Db, day, from, until, ct);
        foreach (var figures in counted)
        {
            if (stored.Remove((figures.Territory, figures.Channel, figures.Language), out var old)) work.Db.Entry(old).CurrentValues.SetValues(figures);
            else work.Db.Add(figures);
        }
        work.Db.RemoveRange(stored.Values);
    }

    /// <summary>The rest of that day is not counted any more: of its conversations those without a request may be deleted.</summary>
    private static async Task WriteAnswersAsync(Work work, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (FrenchDay.Midnight(day), FrenchDay.Midnight(day.AddDays(1)));
        var stored = await work.Db.Set<DailyFigures>().Where(f => f.Day == day).ToDictionaryAsync(f => (f.Territory, f.Channel, f.Language), ct);
        foreach (var figures in stored.Values) (figures.Asked, figures.Answered, figures.WaitP50, figures.WaitP90) = (0, 0, null, null);
        await CountDay.AnswersAsync(work.Db, from, until, Of, ct);

        DailyFigures Of(string? territory, string channel, string language)
        {
            var key = (territory ?? "", channel, language);
            if (!stored.TryGetValue(key, out var figures))
            {
                figures = stored[key] = new DailyFigures { Day = day, Territory = key.Item1, Channel = channel, Language = language };
                work.Db.Add(figures);
            }
            return figures;
        }
    }
}

[DisallowConcurrentExecution]
internal sealed class RollUpJob(RollUpDays days) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await days.RunAsync(cancellationToken);
}
