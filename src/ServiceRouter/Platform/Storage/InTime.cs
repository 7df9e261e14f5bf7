using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Storage;

/// <summary>Waits for the database no longer than a person waits for a page (<see cref="StorageOptions.PageTimeout"/>).</summary>
public sealed class InTime(IOptions<StorageOptions> options)
{
    /// <param name="act">Must touch nothing that ends with the request: it may still run when nobody waits any more.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not answer in time. What was to be written may still be.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        var limit = options.Value.PageTimeout;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Apart from this thread: an embedded database waits without giving it back.
        var running = Task.Run(() => act(end.Token), ct);
        try
        {
            return await running.WaitAsync(limit, ct);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            await end.CancelAsync();
            _ = running.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
