using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Desk;

/// <summary>The first hand of the moves that time makes: a look each second on every router node, without broker or job store. The job is the second.</summary>
internal sealed class DueMovesLoop(DueMoves moves, TimeProvider clock, ILogger<DueMovesLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // One wait at a time, no periodic timer: a clock that a test turns by a month would tick through every second of it.
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                await moves.RunAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("A look at what is due failed ({Failure}); the next one repeats it", e.GetType().Name);
            }
        }
    }
}
