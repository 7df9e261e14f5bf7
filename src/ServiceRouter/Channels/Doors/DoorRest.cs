namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Lets a door that did not open in time rest: what it was asked for goes on costing the database although nobody waits for it any more, so that
/// a slow database that is asked again and again stays slow (docs/adr/0044). While it rests one asking in each <see cref="Rest"/> tries it; all do again once
/// one came through.
/// </summary>
internal sealed class DoorRest(TimeProvider clock)
{
    /// <summary>Short beside the time that a database needs to come back, long beside an attempt's 500 ms.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private const long Awake = long.MinValue;
    private long until = Awake;

    /// <summary>Whether this asking is to try the door.</summary>
    public bool MayTry()
    {
        var end = Interlocked.Read(ref until);
        if (end == Awake) return true;
        return clock.GetTimestamp() >= end && Interlocked.CompareExchange(ref until, FromNow(), end) == end;
    }

    /// <summary>Whoever tried it lately waited in vain, and nobody has come through since. Not for long when nobody tries it any more: it then says nothing.</summary>
    public bool IsResting => Interlocked.Read(ref until) is var end && end != Awake && clock.GetElapsedTime(end) < Rest;

    /// <summary>It opened in time.</summary>
    public void Opened() => Interlocked.Exchange(ref until, Awake);

    /// <summary>Whoever tried it waited in vain.</summary>
    public void TimedOut() => Interlocked.Exchange(ref until, FromNow());

    private long FromNow() => clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency);
}
