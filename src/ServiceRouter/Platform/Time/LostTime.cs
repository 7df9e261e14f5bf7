namespace ServiceRouter.Platform.Time;

/// <summary>
/// Time that went by and in which this process did nothing: it stood still as a whole (a machine that was asleep, or moved to another host), or the clock was set ahead.
/// Who did not speak in that time may have spoken (docs/adr/0084).
/// </summary>
internal sealed class LostTime : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly TimeProvider machine;
    private readonly Lock gate = new();
    private readonly ITimer beats;
    private (long Counter, DateTimeOffset Wall) last;
    private TimeSpan longest;

    /// <param name="machine">Its own clock, whatever clock the service has: a test that turns the service's does not stop the process.</param>
    public LostTime(TimeProvider machine)
    {
        this.machine = machine;
        last = Now();
        beats = machine.CreateTimer(_ => Look(), null, Beat, Beat);
    }

    /// <summary>The service's time was moved on by this.</summary>
    public void Note(TimeSpan lost)
    {
        lock (gate) longest = lost > longest ? lost : longest;
    }

    /// <returns>The longest such time since it was last asked for.</returns>
    public TimeSpan Take()
    {
        lock (gate)
        {
            Look();
            (var taken, longest) = (longest, TimeSpan.Zero);
            return taken;
        }
    }

    public void Dispose() => beats.Dispose();

    private void Look()
    {
        lock (gate)
        {
            var now = Now();
            // The counter of a machine that slept may have slept with it; its wall clock has not.
            var (counted, told) = (machine.GetElapsedTime(last.Counter, now.Counter), now.Wall - last.Wall);
            last = now;
            Note((counted > told ? counted : told) - Beat);
        }
    }

    private (long Counter, DateTimeOffset Wall) Now() => (machine.GetTimestamp(), machine.GetUtcNow());
}
