using Microsoft.EntityFrameworkCore;
using Quartz;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>
/// Writes the figures of each day that has ended. The last days are counted again at each run, because an answer or a rating may come after
/// midnight; a day that is older than that stays as it is.
/// </summary>
internal sealed class RollUpDays(Transactions transactions, TimeProvider clock)
{
    private const int CountedAgain = 3;
    // Longer than any outage of all job nodes, and bounded.
    private const int MostDays = 60;

    /// <returns>Number of days counted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = FrenchDay.Of(clock.GetUtcNow());
        if (await FirstDayAsync(ct) is not { } first) return 0;
        if (first < today.AddDays(-MostDays)) first = today.AddDays(-MostDays);
        var days = 0;
        for (var day = first; day < today; day = day.AddDays(1), days++)
            await transactions.RunAsync((work, token) => WriteAsync(work, day, token), ct);
        return days;
    }

    private async Task<DateOnly?> FirstDayAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var last = await db.Set<DailyFigures>().MaxAsync(f => (DateOnly?)f.Day, ct);
        if (last is { } day) return day.AddDays(1 - CountedAgain);
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
}

[DisallowConcurrentExecution]
internal sealed class RollUpJob(RollUpDays days) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await days.RunAsync(cancellationToken);
}
