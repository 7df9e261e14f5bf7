using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>What a manager reads of equal access.</summary>
/// <param name="AsOf">When it was compared last (UTC); null before the first time.</param>
/// <param name="Requests">Requests compared: asked in <see cref="EqualAccessRule.Window"/> and within the service's hours.</param>
/// <param name="Comparisons">Every group of enough people, held against all others.</param>
/// <param name="Alarms">Every open one, then the latest closed ones.</param>
public sealed record AccessFigures(DateTimeOffset? AsOf, int Requests, IReadOnlyList<AccessComparison> Comparisons, IReadOnlyList<AccessAlarm> Alarms)
{
    /// <summary>The comparison has stopped: nothing is known of what came since.</summary>
    public bool IsLate { get; init; }

    public bool IsAlarm => Alarms.Any(a => a.ClosedAt is null);
}

/// <summary>Reads the comparison and its alarms.</summary>
public sealed class ReadAccess(Transactions transactions, IOptions<JobsOptions> jobs, TimeProvider clock)
{
    private const int MostClosed = 20;

    public async Task<AccessFigures> RunAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var check = await db.AccessChecks.OrderByDescending(c => c.At).FirstOrDefaultAsync(ct);
        return new AccessFigures(check?.At, check?.Requests ?? 0, check?.ReadComparisons() ?? [], await LatestAsync(db, ct))
            { IsLate = AccessCheck.IsLate(check?.At, clock.GetUtcNow(), jobs.Value.AccessCheckInterval) };
    }

    internal static async Task<IReadOnlyList<AccessAlarm>> LatestAsync(RouterDbContext db, CancellationToken ct)
    {
        var open = await db.AccessAlarms.Where(a => a.ClosedAt == null).OrderBy(a => a.OpenedAt).ToListAsync(ct);
        return [.. open, .. await db.AccessAlarms.Where(a => a.ClosedAt != null).OrderByDescending(a => a.ClosedAt).Take(MostClosed).ToListAsync(ct)];
    }

    internal async Task<long> CountOpenAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.AccessAlarms.LongCountAsync(a => a.ClosedAt == null, ct);
    }
}
