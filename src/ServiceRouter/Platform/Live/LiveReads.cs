namespace ServiceRouter.Platform.Live;

/// <summary>
/// A few citizens' screens of this node read the database at once, the others wait their turn: a thousand screens that look again in the same second would else
/// take every connection, and whoever asks for a human would wait behind them.
/// </summary>
public sealed class LiveReads : IDisposable
{
    /// <summary>Screens that read at once, on one node.</summary>
    public const int AtOnce = 4;

    // Those who read hang, not just work: the database does not answer, and this screen is told so like theirs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim places = new(AtOnce);

    /// <exception cref="OperationCanceledException">The screen was closed meanwhile.</exception>
    /// <exception cref="TimeoutException">No turn came: the database does not answer those who are before.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        if (!await places.WaitAsync(Patience, ct)) throw new TimeoutException("Screens before this one are still reading.");
        try
        {
            return await read(ct);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
