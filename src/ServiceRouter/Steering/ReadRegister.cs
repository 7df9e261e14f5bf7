using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Steering;

/// <summary>Counts the public register, at most once in a few seconds however many ask, and never for longer than a page waits (<see cref="SharedCount{T}"/>).</summary>
public sealed class ReadRegister
{
    /// <summary>How long a count is served again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    /// <summary>How old the last count may be, when the next one takes its time.</summary>
    public static readonly TimeSpan ServedLate = SharedCount<PublicRegister>.ServedLate;

    private static readonly TimeSpan WaitsOf = TimeSpan.FromDays(30);

    // To rank them costs more than all other counts, and in a minute they stay what they were.
    private static readonly TimeSpan WaitsKept = TimeSpan.FromMinutes(1);

    private readonly Transactions transactions;
    private readonly JobsOptions jobs;
    private readonly TimeProvider clock;
    private readonly SharedCount<PublicRegister> counts;
    private readonly KeptMasks masks = new();
    private KeptWaits? kept;

    public ReadRegister(Transactions transactions, IOptions<JobsOptions> jobs, TimeProvider clock)
    {
        (this.transactions, this.jobs, this.clock) = (transactions, jobs.Value, clock);
        counts = new SharedCount<PublicRegister>(CountAsync, register => register.AsOf, Kept, clock);
    }

    public Task<PublicRegister> RunAsync(CancellationToken ct) => counts.RunAsync(ct);

    /// <summary>Null when it is being counted for the first time, and takes longer than that.</summary>
    public Task<PublicRegister?> TryAsync(TimeSpan limit, CancellationToken ct) => counts.TryAsync(limit, ct);

    /// <summary>The next reader has it counted anew.</summary>
    public void Renew()
    {
        kept = null;
        counts.Renew();
    }

    private async Task<PublicRegister> CountAsync(CancellationToken ct)
    {
        var read = await ReadAsync(ct);
        // Masked when the snapshot is closed: in a register of years that takes a second and more, and the database ends who stands still in one (docs/adr/0042).
        return WriteRegister.Write(read.Now, read.Asked, [.. read.Months.SelectMany(month => month)], read.Months, read.Waits, read.Incidents, read.Alarms, read.Anchors, masks)
            with
            {
                CheckedAt = read.CheckedAt,
                AccessComparedAt = read.Compared?.At, AccessComparisons = read.Compared?.ReadComparisons().Count ?? 0, IsAccessLate = AccessCheck.IsLate(read.Compared?.At, read.Now, jobs.AccessCheckInterval),
            };
    }

    private async Task<Readings> ReadAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var now = clock.GetUtcNow();
        if (kept is not { } waits || now - waits.At >= WaitsKept) kept = waits = new KeptWaits(now, await CountWaits.RunAsync(db, now - WaitsOf, DateTimeOffset.MaxValue, ct));
        return new Readings(
            now, await CountHandoffs.AskingsAsync(db, ct), await MonthsAsync(db, now, ct), waits.Waits,
            await db.AccessChecks.OrderByDescending(c => c.At).FirstOrDefaultAsync(ct),
            await ReadIncidents.LatestAsync(db, ct), await ReadAccess.LatestAsync(db, ct), await ReadAnchors.LatestAsync(db, ct),
            await db.LedgerChecks.LatestAt(now).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync(ct));
    }

    /// <summary>All that the register is written from, of one moment.</summary>
    private sealed record Readings(
        DateTimeOffset Now, long Asked, List<List<HandoffCount>> Months, CountedWaits Waits, AccessCheck? Compared, IReadOnlyList<LedgerIncident> Incidents,
        IReadOnlyList<AccessAlarm> Alarms, IReadOnlyList<ExportedAnchor> Anchors, DateTimeOffset? CheckedAt);

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
