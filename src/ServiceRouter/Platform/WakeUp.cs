namespace ServiceRouter.Platform;

/// <summary>Wakes a loop of this node that looks at intervals anyway; a wake-up before the wait is not lost.</summary>
internal abstract class WakeUp : IDisposable
{
    private readonly SemaphoreSlim signal = new(0);

    public void Tell() => signal.Release();

    /// <summary>Until somebody tells, or the time is over.</summary>
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
