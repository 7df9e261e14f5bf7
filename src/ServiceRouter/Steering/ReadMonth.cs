using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Requests asked in one month and what became of them so far.</summary>
/// <param name="Month">First day of the month, in mainland France.</param>
/// <param name="AsOf">When it was counted (UTC).</param>
/// <param name="Asked">By the event log.</param>
/// <param name="Account">By the rows.</param>
/// <param name="FirstHuman">Waits.</param>
public sealed record MonthFigures(
    DateOnly Month, DateTimeOffset AsOf, long Asked, LedgerAccount Account, WaitSeconds FirstHuman,
    IReadOnlyList<ChannelShare> ByChannel, IReadOnlyList<TerritoryShare> ByTerritory, IReadOnlyList<LanguageShare> ByLanguage);

/// <summary>Counts a month for the open data, at most once a minute for each month however many ask.</summary>
public sealed class ReadMonth(Transactions transactions, TimeProvider clock) : IDisposable
{
    /// <summary>How long a count is served again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim oneCount = new(1, 1);
    private readonly Dictionary<DateOnly, MonthFigures> counted = [];

    /// <summary>Months in which somebody asked, or could have, from the first asking to now; first days, the newest first.</summary>
    public async Task<IReadOnlyList<DateOnly>> MonthsAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await MonthsAsync(db, clock.GetUtcNow(), ct);
    }

    /// <summary>Null when the month is not one of <see cref="MonthsAsync(CancellationToken)"/>.</summary>
    public async Task<MonthFigures?> RunAsync(DateOnly month, CancellationToken ct)
    {
        await oneCount.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (counted.TryGetValue(month, out var kept) && now - kept.AsOf < Kept) return kept;
            return await CountAsync(month, now, ct) is { } figures ? counted[month] = figures : null;
        }
        finally
        {
            oneCount.Release();
        }
    }

    private async Task<MonthFigures?> CountAsync(DateOnly month, DateTimeOffset now, CancellationToken ct)
    {
        if (await ReadAsync(month, now, ct) is not { } read) return null;
        var (asked, counts, waits) = read;
        // Masked when the snapshot is closed (docs/adr/0042).
        var register = WriteRegister.Write(now, asked, counts, [], waits, [], [], []);
        return new MonthFigures(month, now, asked, LedgerAccount.Of(counts), WriteRegister.Waits(waits.All), register.ByChannel, register.ByTerritory, register.ByLanguage);
    }

    private async Task<(long Asked, List<HandoffCount> Counts, CountedWaits Waits)?> ReadAsync(DateOnly month, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        if (!(await MonthsAsync(db, now, ct)).Contains(month)) return null;
        var (from, until) = (FrenchDay.Midnight(month), FrenchDay.Midnight(month.AddMonths(1)));
        return (await CountHandoffs.AskingsAsync(db, from, until, ct), await CountHandoffs.ByStateAsync(db, from, until, ct), await CountWaits.RunAsync(db, from, until, ct));
    }

    internal static async Task<IReadOnlyList<DateOnly>> MonthsAsync(RouterDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var logged = await db.HandoffLog.Askings().MinAsync(e => (DateTimeOffset?)e.At, ct);
        // Asked before its entry was written, and maybe in the month before.
        var counted = await db.Handoffs.OutsideExercises().MinAsync(h => (DateTimeOffset?)h.AskedAt, ct);
        if ((logged < counted ? logged : counted ?? logged) is not { } began) return [];
        var months = new List<DateOnly>();
        for (var month = FrenchDay.FirstOfMonth(FrenchDay.Of(now)); month >= FrenchDay.FirstOfMonth(FrenchDay.Of(began)); month = month.AddMonths(-1)) months.Add(month);
        return months;
    }

    public void Dispose() => oneCount.Dispose();
}
