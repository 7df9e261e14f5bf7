using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// A living desk renews its lease: each event stream, open screen and act at the desk. One statement without a version,
/// because a renewal contradicts nothing but a loss, and a loss reads the lease again in its own compare-and-set.
/// </summary>
public sealed class KeepLease(Transactions transactions, IOptions<DeskOptions> options, TimeProvider clock)
{
    // Acts come in bursts; nine tenths of a lease are as good as a whole one, and most acts then write nothing more.
    private const int PartOfLease = 10;

    private readonly ConcurrentDictionary<string, DateTimeOffset> renewed = new();

    /// <summary>How often a living desk renews: three times within a lease.</summary>
    public TimeSpan Interval => options.Value.Lease / 3;

    /// <summary>Renews unless this node did so a moment ago: for each act at the desk.</summary>
    public async Task TouchAsync(string counsellorId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (renewed.TryGetValue(counsellorId, out var at) && now - at < options.Value.Lease / PartOfLease) return;
        await RunAsync(counsellorId, ct);
        renewed[counsellorId] = now;
    }

    public Task RunAsync(string counsellorId, CancellationToken ct) =>
        transactions.RunAsync((work, token) =>
        {
            var until = work.Now + options.Value.Lease;
            return work.Db.Counsellors.Where(c => c.Id == counsellorId && c.LeaseUntil < until)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.LeaseUntil, until), token);
        }, ct);
}
