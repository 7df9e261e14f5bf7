using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>The first hand of the moves that time makes: a look each second on every router node, without broker or job store. The job is the second.</summary>
internal sealed class DueMovesLoop(DueMoves moves, TimeProvider clock, ILogger<DueMovesLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => AtIntervals.RepeatAsync(
        Interval, clock, moves.RunAsync, failure => log.LogWarning("A look at what is due failed ({Failure}); the next one repeats it", failure), stoppingToken);
}
