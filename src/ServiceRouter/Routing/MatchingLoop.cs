using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Routing;

/// <summary>
/// Runs passes one after the other in this process. Whoever asks while a pass is under way shares the next one, so that a burst of
/// a hundred messages costs a few commits and not a hundred. A look at intervals needs no message at all.
/// </summary>
internal sealed class MatchingLoop(MatchWaiting matching, IOptions<RoutingOptions> options, TimeProvider clock, ILogger<MatchingLoop> log) : BackgroundService
{
    private readonly Lock door = new();
    private TaskCompletionSource<bool> next = NewPass();
    private readonly SemaphoreSlim wanted = new(0, 1);

    /// <summary>Ends when a pass that began after the call has committed; throws what the pass threw.</summary>
    public Task RunPassAsync()
    {
        Task pass;
        lock (door) pass = next.Task;
        Wake();
        return pass;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using (var interval = new CancellationTokenSource(options.Value.LookInterval, clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, interval.Token))
            {
                try
                {
                    await wanted.WaitAsync(either.Token);
                }
                catch (OperationCanceledException)
                {
                    if (stoppingToken.IsCancellationRequested) break;
                }
            }
            await PassAsync(stoppingToken);
        }
        lock (door) next.TrySetCanceled(CancellationToken.None);
    }

    private async Task PassAsync(CancellationToken ct)
    {
        TaskCompletionSource<bool> current;
        lock (door) (current, next) = (next, NewPass());
        try
        {
            await matching.RunAsync(ct);
            current.SetResult(true);
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested) log.LogWarning("A pass over the queue failed ({Failure}); the next look repeats it", e.GetType().Name);
            current.SetException(e);
            // Nobody may be waiting for this pass.
            _ = current.Task.Exception;
        }
    }

    /// <summary>Asks for a pass without waiting for it. Level-triggered: a wake-up that comes while the loop is busy is found when it looks again.</summary>
    public void Wake()
    {
        lock (door)
            if (wanted.CurrentCount == 0) wanted.Release();
    }

    private static TaskCompletionSource<bool> NewPass() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Dispose()
    {
        wanted.Dispose();
        base.Dispose();
    }
}
