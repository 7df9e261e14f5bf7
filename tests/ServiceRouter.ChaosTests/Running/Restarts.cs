namespace ServiceRouter.ChaosTests.Running;

/// <summary>Starts a node again whenever it is gone, as systemd does, and counts.</summary>
internal sealed class Restarts(IReadOnlyList<RouterNode> nodes) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
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
        try
        {
            await node.StartAsync();
        }
        catch (InvalidOperationException)
        {
            // What ended it may wait for it in its queue, and end it again before it has said that it lives.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }
}
