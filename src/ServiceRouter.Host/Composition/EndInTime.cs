namespace ServiceRouter.Host.Composition;

/// <summary>
/// Ends the process when it is told to, also when a part of it hangs: with the database away the job store retries for ever to give its triggers back.
/// Leaving such a part behind is safe, since what was promised is on a disk before it is said.
/// </summary>
internal static class EndInTime
{
    /// <summary>For requests under way.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <summary>From the signal to the end; below the 30 s that Kubernetes gives before it kills.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Waits for the signal, stops the host and disposes it.</summary>
    /// <returns>False when the host was left behind because it did not stop within <see cref="Limit"/>.</returns>
    public static async Task<bool> RunAsync<THost>(THost host, TimeProvider clock, CancellationToken ct)
        where THost : IHost, IAsyncDisposable
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(signal.SetResult);
        var stopped = host.WaitForShutdownAsync(ct);
        await Task.WhenAny(signal.Task, stopped);

        var ended = EndAsync();
        using var inTime = new CancellationTokenSource();
        if (await Task.WhenAny(ended, Task.Delay(Limit, clock, inTime.Token)) != ended) return false;
        await inTime.CancelAsync();
        await ended;
        return true;

        async Task EndAsync()
        {
            await stopped;
            await host.DisposeAsync();
        }
    }
}
