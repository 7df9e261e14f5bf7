namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>
/// Everything that wakes a call: keys, words, answers of the service, other legs, time. One flow reads it, anyone posts. An interruption
/// (hang-up, new instructions) goes before all else and is thrown where the call waits.
/// </summary>
internal sealed class Mailbox(TimeProvider time, Activity activity)
{
    private readonly Lock gate = new();
    private readonly Queue<LegEvent> events = new();
    private readonly Queue<Interruption> interruptions = new();
    private TaskCompletionSource<bool>? parked;
    private ITimer? timer;

    public void Post(LegEvent item)
    {
        lock (gate)
            events.Enqueue(item);
        Wake(null, isDue: false);
    }

    public void Interrupt(Interruption interruption)
    {
        lock (gate)
            interruptions.Enqueue(interruption);
        Wake(null, isDue: false);
    }

    /// <summary>Takes what came and was not asked for, keeping the order.</summary>
    public void PutBack(IEnumerable<LegEvent> earlier)
    {
        lock (gate)
        {
            var later = events.ToArray();
            events.Clear();
            foreach (var item in earlier.Concat(later))
                events.Enqueue(item);
        }
    }

    /// <summary>The next event; nothing when <paramref name="due"/> is over first. Without <paramref name="due"/> it waits for ever.</summary>
    /// <exception cref="CallInterrupted">The call has to do something else.</exception>
    public async Task<LegEvent?> NextAsync(TimeSpan? due = null)
    {
        while (true)
        {
            TaskCompletionSource<bool> waiting;
            lock (gate)
            {
                while (interruptions.TryDequeue(out var interruption))
                    if (interruption.Stale?.Invoke() != true)
                        throw new CallInterrupted(interruption);
                if (events.TryDequeue(out var item))
                    return item;
                if (due is { } limit && limit <= TimeSpan.Zero)
                    return null;
                waiting = parked = new(TaskCreationOptions.RunContinuationsAsynchronously);
                timer = due is { } at ? time.CreateTimer(state => Wake((TaskCompletionSource<bool>)state!, isDue: true), waiting, at, Timeout.InfiniteTimeSpan) : null;
            }

            activity.Leave();
            if (await waiting.Task)
                return null;
        }
    }

    // The waker enters the call into what is under way, so that there is no moment in which it seems to rest.
    private void Wake(TaskCompletionSource<bool>? only, bool isDue)
    {
        TaskCompletionSource<bool> waiting;
        lock (gate)
        {
            if (parked is null || (only is not null && parked != only))
                return;
            waiting = parked;
            parked = null;
            timer?.Dispose();
            timer = null;
            activity.Enter();
        }

        waiting.SetResult(isDue);
    }
}
