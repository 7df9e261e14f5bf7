using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Looks twice a second whether a telephone has to be rung, brought or let go; at once when a webhook has changed a line here.</summary>
internal sealed class KeepLinesLoop(KeepLines lines, LineChanged changed, ICallLine calls, TimeProvider clock, ILogger<KeepLinesLoop> log) : BackgroundService
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
                while (await lines.RunAsync(stoppingToken) > 0) continue;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("A look at the telephone lines failed ({Failure}); the next one repeats it", e.GetType().Name);
            }
        }
    }
}

/// <summary>Wakes the loop of this node; a wake-up before the wait is not lost.</summary>
internal sealed class LineChanged : IDisposable
{
    private readonly SemaphoreSlim signal = new(0);

    public void Tell() => signal.Release();

    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var woken = signal.WaitAsync(over.Token);
        await Task.WhenAny(woken, Task.Delay(atMost, clock, over.Token));
        await over.CancelAsync();
        await Task.WhenAny(woken);
        ct.ThrowIfCancellationRequested();
        while (signal.CurrentCount > 0) await signal.WaitAsync(ct);
    }

    public void Dispose() => signal.Dispose();
}
