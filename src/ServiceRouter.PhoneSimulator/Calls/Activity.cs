namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>
/// Counts what is under way (steps of calls, requests to the service), so that a test on a clock of its own can wait until nothing moves
/// before it moves the clock. What waits for a time or for a person is not under way.
/// </summary>
internal sealed class Activity
{
    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource? still;

    public void Enter()
    {
        lock (gate)
            count++;
    }

    public void Leave()
    {
        TaskCompletionSource? done = null;
        lock (gate)
        {
            if (--count == 0)
                (done, still) = (still, null);
        }

        done?.SetResult();
    }

    public Task WhenStillAsync()
    {
        lock (gate)
            return count == 0 ? Task.CompletedTask : (still ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Waits for a time, which is not under way meanwhile. To be used from inside something that is.</summary>
    public async Task PauseAsync(TimeProvider time, TimeSpan span, CancellationToken cancel = default)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => End(), null, span, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancel.Register(End);
        Leave();
        await over.Task;
        cancel.ThrowIfCancellationRequested();

        void End()
        {
            Enter();
            if (!over.TrySetResult())
                Leave();
        }
    }

    /// <summary>Runs something that nobody waits for; it must deal with its own failures.</summary>
    public void Run(Func<Task> work)
    {
        Enter();
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                Leave();
            }
        });
    }
}
