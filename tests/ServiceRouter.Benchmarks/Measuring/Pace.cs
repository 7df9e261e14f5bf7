namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>
/// A fixed timetable: each act begins at its time, whether or not those before it have ended, and its duration counts from the timetable.
/// A load that waits for answers would not see the stalls that it causes.
/// </summary>
internal static class Pace
{
    // The timer of the system is late by up to a millisecond: the rest is waited out awake.
    private static readonly long Awake = Ticks.Of(TimeSpan.FromMilliseconds(1.5));

    /// <param name="count">Number of acts.</param>
    /// <param name="perSecond">Acts per second.</param>
    /// <param name="act">Gets its number and the stamp at which it was due.</param>
    public static async Task RunAsync(int count, double perSecond, Func<int, long, Task> act)
    {
        var acts = new Task[count];
        await Task.Factory.StartNew(() => Start(acts, perSecond, act), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(acts);
    }

    private static void Start(Task[] acts, double perSecond, Func<int, long, Task> act)
    {
        using var never = new ManualResetEventSlim();
        var first = Ticks.Now + Ticks.Of(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < acts.Length; i++)
        {
            var due = first + Ticks.Of(TimeSpan.FromSeconds(i / perSecond));
            var sleep = due - Awake - Ticks.Now;
            if (sleep > 0) never.Wait(TimeSpan.FromSeconds((double)sleep / System.Diagnostics.Stopwatch.Frequency));
            while (Ticks.Now < due) Thread.SpinWait(20);
            acts[i] = act(i, due);
        }
    }
}
