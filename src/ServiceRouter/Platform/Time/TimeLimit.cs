namespace ServiceRouter.Platform.Time;

/// <summary>Waits for a server no longer than somebody else can wait. What is given up may still happen.</summary>
public static class TimeLimit
{
    /// <param name="act">Runs on a thread of its own choosing; must touch nothing that ends with its caller.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not end in time. What was to be written may still be.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan limit, CancellationToken ct)
    {
        // Not bound to the caller's: that would cancel on whatever thread the caller is cancelled.
        var end = new CancellationTokenSource();
        // Apart from this thread: an embedded database, a disk and a lock wait without giving it back.
        var running = Task.Run(() => act(end.Token), CancellationToken.None);
        try
        {
            return await running.WaitAsync(limit, ct);
        }
        finally
        {
            if (running.IsCompleted) end.Dispose();
            else GiveUp(running, end);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<CancellationToken, Task> act, TimeSpan limit, CancellationToken ct) =>
        RunAsync(async end => { await act(end); return true; }, limit, ct);

    /// <summary>
    /// The driver of PostgreSQL cancels by a connection of its own and waits, on the thread that cancels, for the server to answer: for a server that is
    /// silent, for as long as it is. So it is a thread that has nothing else to do, and nobody waits for it (docs/adr/0040).
    /// </summary>
    private static void GiveUp(Task running, CancellationTokenSource end)
    {
        // Nobody waits for it: its failure is known by the time limit.
        _ = running.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var cancelling = Task.Factory.StartNew(end.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = Task.WhenAll(running, cancelling).ContinueWith(both => (both.Exception, Ended: end).Ended.Dispose(), TaskScheduler.Default);
    }
}
