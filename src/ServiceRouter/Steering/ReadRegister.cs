using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Steering;

/// <summary>
/// Counts the public register, at most once in a few seconds however many ask. A count of years takes longer than a page may: it goes on when its reader has gone, and until it
/// is done the last one is told, with its time. Of a database that refuses nothing is told.
/// </summary>
public sealed class ReadRegister(Transactions transactions, IOptions<JobsOptions> jobs, TimeProvider clock)
{
    /// <summary>How long a count is served again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    // Less than a page waits.
    private static readonly TimeSpan Awaited = TimeSpan.FromSeconds(1);

    /// <summary>How old the last count may be, when the next one takes its time.</summary>
    public static readonly TimeSpan ServedLate = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WaitsOf = TimeSpan.FromDays(30);

    // To rank them costs more than all other counts, and in a minute they stay what they were.
    private static readonly TimeSpan WaitsKept = TimeSpan.FromMinutes(1);

    private readonly Lock one = new();
    private KeptWaits? kept;
    private PublicRegister? last;
    private Task<PublicRegister>? counting;

    public async Task<PublicRegister> RunAsync(CancellationToken ct)
    {
        var (before, count) = Begin();
        if (before is null) return await count.WaitAsync(ct);
        try
        {
            return await count.WaitAsync(Awaited, clock, ct);
        }
        catch (TimeoutException) when (!count.IsCompleted)
        {
            return before;
        }
    }

    /// <summary>The next reader has it counted anew.</summary>
    public void Renew()
    {
        lock (one) (last, counting, kept) = (null, null, null);
    }

    /// <returns>What may be told instead, and the count that is under way or done.</returns>
    private (PublicRegister? Before, Task<PublicRegister> Count) Begin()
    {
        lock (one)
        {
            if (counting is { IsCompletedSuccessfully: true }) last = counting.Result;
            var isFresh = last is not null && clock.GetUtcNow() - last.AsOf < Kept;
            if (counting is null || (counting.IsCompleted && !isFresh)) counting = Task.Run(() => CountAsync(CancellationToken.None));
            return (last is not null && clock.GetUtcNow() - last.AsOf < ServedLate ? last : null, counting);
        }
    }

    private async Task<PublicRegister> CountAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        var asked = await CountHandoffs.AskingsAsync(db, ct);
        var months = await MonthsAsync(db, now, ct);
        if (kept is not { } waits || now - waits.At >= WaitsKept) kept = waits = new KeptWaits(now, await CountWaits.RunAsync(db, now - WaitsOf, DateTimeOffset.MaxValue, ct));
        var compared = await db.AccessChecks.OrderByDescending(c => c.At).FirstOrDefaultAsync(ct);
        return WriteRegister.Write(now, asked, [.. months.SelectMany(month => month)], months, waits.Waits, await ReadIncidents.LatestAsync(db, ct), await ReadAccess.LatestAsync(db, ct), await ReadAnchors.LatestAsync(db, ct))
            with
            {
                CheckedAt = await db.LedgerChecks.LatestAt(now).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync(ct),
                AccessComparedAt = compared?.At, AccessComparisons = compared?.ReadComparisons().Count ?? 0, IsAccessLate = AccessCheck.IsLate(compared?.At, now, jobs.Value.AccessCheckInterval),
            };
    }

    private sealed record KeptWaits(DateTimeOffset At, CountedWaits Waits);

    /// <summary>Everything, in the stretches in which it is published a second time: nothing is outside of the first and the last month.</summary>
    private static async Task<List<List<HandoffCount>>> MonthsAsync(RouterDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var published = await ReadMonth.MonthsAsync(db, now, ct);
        var begins = published.Reverse().Skip(1).Select(FrenchDay.Midnight).ToList();
        var months = new List<List<HandoffCount>>();
        foreach (var (from, until) in begins.Prepend(DateTimeOffset.UnixEpoch).Zip(begins.Append(DateTimeOffset.MaxValue)))
            months.Add(await CountHandoffs.ByStateAsync(db, from, until, ct));
        return months;
    }
}
