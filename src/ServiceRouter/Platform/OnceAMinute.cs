namespace ServiceRouter.Platform;

/// <summary>
/// Lets one line a minute into the log of something that anybody may cause as often as they like, and counts the others: a line for each would fill the disk that the database stands on. Thread-safe.
/// </summary>
public sealed class OnceAMinute(TimeProvider clock)
{
    // Ticks of the clock; 0 before the first line.
    private long toldAt;
    private long others;

    /// <param name="since">How many were not told since the last line.</param>
    /// <returns>False: this one is counted, and told by the next line.</returns>
    public bool MayTell(out long since)
    {
        since = 0;
        var (now, last) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref toldAt));
        if (now - last < TimeSpan.TicksPerMinute || Interlocked.CompareExchange(ref toldAt, now, last) != last)
        {
            Interlocked.Increment(ref others);
            return false;
        }
        since = Interlocked.Exchange(ref others, 0);
        return true;
    }
}
