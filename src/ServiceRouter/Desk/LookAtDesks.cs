using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// What another node tells a desk comes here as a hint through the broker, and is lost while that is away, or until its temporary queue is back. An offer
/// lives for seconds: so the ends of the streams of all desks that are open here are looked up together, twice a second, whatever the broker does
/// (docs/adr/0036).
/// </summary>
internal sealed class LookAtDesks(Transactions transactions, LiveStreams live, IOptions<BusOptions> bus, TimeProvider clock, ILogger<LookAtDesks> log) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // One node in one process: everything is told here. Elsewhere each stream says by itself that the database is away.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => bus.Value.Transport == BusTransport.InMemory
        ? Task.CompletedTask
        : AtIntervals.RepeatAsync(Interval, clock, LookAsync, failure => log.LogDebug("The desks were not looked at ({Failure}); the next look does it", failure), stoppingToken);

    private async Task LookAsync(CancellationToken ct)
    {
        var desks = live.Followed(StreamName.Desks);
        if (desks.Count == 0) return;
        await using var db = await transactions.ReadAsync(ct);
        var ends = await db.Counsellors.Where(c => desks.Contains(c.Id))
            .Select(c => new { c.Id, Number = db.DeskEvents.Where(e => e.CounsellorId == c.Id).Max(e => (long?)e.Number) ?? 0 }).ToListAsync(ct);
        foreach (var end in ends) live.PushEnd(StreamName.Desk(end.Id), end.Number);
    }
}
