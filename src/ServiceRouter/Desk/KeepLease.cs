using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// A living desk renews its lease: each event stream, open screen and act at the desk. One statement without a version,
/// because a renewal contradicts nothing but a loss, and a loss reads the lease last, when it waits for nothing more.
/// </summary>
public sealed class KeepLease(Transactions transactions, IOptions<DeskOptions> options, TimeProvider clock, ILogger<KeepLease> log)
{
    // Acts come in bursts; nine tenths of a lease are as good as a whole one, and most acts then write nothing more.
    private const int PartOfLease = 10;
    // After an outage every desk shall have renewed before anybody is taken for gone (UnbrokenSight): neither a line that is silent nor a pause may be long.
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, DateTimeOffset> renewed = new();

    /// <summary>How long a silent desk keeps its citizens.</summary>
    public TimeSpan Length => options.Value.Lease;

    /// <summary>How often a living desk renews: three times within a lease.</summary>
    public TimeSpan Interval => options.Value.Lease / 3;

    /// <summary>How soon after a try in vain.</summary>
    public TimeSpan TryAgainInterval => Interval < LongestPause ? Interval : LongestPause;

    /// <summary>Renews unless this node did so a moment ago: for each act at the desk.</summary>
    public async Task TouchAsync(string counsellorId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (renewed.TryGetValue(counsellorId, out var at) && now - at < options.Value.Lease / PartOfLease) return;
        await RunAsync(counsellorId, ct);
    }

    /// <summary>Renews for a desk that stays open also while the database is away.</summary>
    /// <returns>Whether it is renewed.</returns>
    public async Task<bool> TryAsync(string counsellorId, CancellationToken ct)
    {
        try
        {
            await TimeLimit.RunAsync(end => RunAsync(counsellorId, end), LongestTry, ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Of an outage its own witnesses tell, once and not for each desk.
            log.Log(StorageFailure.IsAway(e) ? LogLevel.Debug : LogLevel.Warning, "The lease of a desk could not be renewed ({Failure}); it is tried again", e.GetType().Name);
            return false;
        }
    }

    public async Task RunAsync(string counsellorId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await transactions.RunAsync((work, token) =>
        {
            var until = work.Now + options.Value.Lease;
            return work.Db.Counsellors.Where(c => c.Id == counsellorId && c.LeaseUntil < until)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.LeaseUntil, until), token);
        }, ct);
        renewed[counsellorId] = now;
    }
}
