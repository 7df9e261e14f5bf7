namespace ServiceRouter.Platform.Time;

/// <summary>Work that a node does again and again; what one round could not do, the next one does.</summary>
internal static class AtIntervals
{
    /// <param name="interval">From the end of a round to the beginning of the next.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="work">One round.</param>
    /// <param name="failed">Told the type of what a round threw: messages of exceptions may hold words of people.</param>
    /// <param name="ct">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    public static async Task RepeatAsync(TimeSpan interval, TimeProvider clock, Func<CancellationToken, Task> work, Action<string> failed, CancellationToken ct)
    {
        while (true)
        {
            // One wait at a time, no periodic timer: a clock that a test turns by a month would tick through every second of it.
            await Task.Delay(interval, clock, ct);
            try
            {
                await work(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed(e.GetType().Name);
            }
        }
    }
}
