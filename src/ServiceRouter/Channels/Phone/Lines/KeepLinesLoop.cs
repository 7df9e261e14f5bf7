using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Looks twice a second whether a telephone has to be rung, brought or let go; at once when a webhook has changed a line here.</summary>
internal sealed class KeepLinesLoop(KeepLines lines, KeepSeconds seconds, LineChanged changed, ICallLine calls, TimeProvider clock, ILogger<KeepLinesLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!calls.Exists) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await changed.WaitAsync(Interval, clock, stoppingToken);
            try
            {
                while (await lines.RunAsync(stoppingToken) + await seconds.RunAsync(stoppingToken) > 0) continue;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("A look at the telephone lines failed ({Failure}); the next one repeats it", e.GetType().Name);
            }
        }
    }
}

/// <summary>A line changed here.</summary>
internal sealed class LineChanged : WakeUp;
