namespace ServiceRouter.Routing;

/// <summary>
/// The wake-up of the matching loop. Level-triggered: a wish stays until a pass has begun after it, so that one that comes while the loop is
/// busy, or just as it goes to sleep, is found. Each step is one lock, so that a test can try every order of steps (docs/adr/0019).
/// </summary>
internal sealed class WantedPasses
{
    private readonly Lock gate = new();
    private TaskCompletionSource next = NewPass();
    private TaskCompletionSource wanted = NewPass();

    /// <summary>Asks for a pass. What is returned ends when one that began after the call has ended; it is cancelled when none comes any more.</summary>
    public Task Ask()
    {
        lock (gate)
        {
            wanted.TrySetResult();
            return next.Task;
        }
    }

    /// <summary>Ends when a pass is wanted; at once when one is wanted already.</summary>
    public Task WantedAsync()
    {
        lock (gate) return wanted.Task;
    }

    /// <summary>A pass begins: wishes up to now are met by it, later ones by the next.</summary>
    /// <returns>To be completed when the pass has ended.</returns>
    public TaskCompletionSource Begin()
    {
        lock (gate)
        {
            if (wanted.Task.IsCompleted) wanted = NewPass();
            (var pass, next) = (next, NewPass());
            return pass;
        }
    }

    /// <summary>No pass comes any more. Messages may still: a bus that waits for whoever handles them would wait for good.</summary>
    public void End()
    {
        lock (gate)
        {
            // It is not begun anew: whoever asks from now on gets this one.
            next.TrySetCanceled(CancellationToken.None);
        }
    }

    private static TaskCompletionSource NewPass() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
