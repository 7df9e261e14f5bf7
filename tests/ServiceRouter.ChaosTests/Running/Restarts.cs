namespace ServiceRouter.ChaosTests.Running;

/// <summary>Starts a node again whenever it is gone, as systemd does, and counts.</summary>
internal sealed class Restarts(IEnumerable<RouterNode> nodes) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource end = new();
    private Task watching = Task.CompletedTask;
    private int count;

    public int Count => count;

    public Restarts Begin()
    {
        watching = Task.WhenAll(nodes.Select(WatchAsync));
        return this;
    }

    private async Task WatchAsync(RouterNode node)
    {
        while (!end.IsCancellationRequested)
        {
            if (await node.IsGoneAsync())
            {
                Interlocked.Increment(ref count);
                await StartAgainAsync(node);
            }
            await Task.Delay(BetweenLooks);
        }
    }

    private static async Task StartAgainAsync(RouterNode node)
    {
        await node.KillAsync();
        // What ended it may wait for it in its queue, and end it again before it has said that it lives: nobody waits for that.
        var start = node.StartAsync();
        await Task.WhenAny(start, Task.Delay(LongestStart));
        _ = start.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }
}
