namespace ServiceRouter.Host.Desk;

/// <summary>An end of the session that is near enough to be told.</summary>
/// <param name="At">When it comes.</param>
/// <param name="IsFinal">However much the session is used.</param>
public sealed record ComingEnd(DateTimeOffset At, bool IsFinal)
{
    // Time to come back from the next room, and to end what is being written.
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(5);

    /// <param name="now">The moment.</param>
    /// <param name="unused">When it ends unless it is used.</param>
    /// <param name="last">When it ends in any case.</param>
    /// <param name="limit">How long a session lives without use: of a short one not more than the half is spoken of.</param>
    /// <returns>Null when none is near.</returns>
    public static ComingEnd? Of(DateTimeOffset now, DateTimeOffset unused, DateTimeOffset last, TimeSpan limit)
    {
        var end = last <= unused ? new ComingEnd(last, IsFinal: true) : new ComingEnd(unused, IsFinal: false);
        return end.At - now <= (Notice < limit / 2 ? Notice : limit / 2) ? end : null;
    }
}
