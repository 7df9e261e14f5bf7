namespace ServiceRouter.Platform.Time;

/// <summary>
/// One look at the database's clock, carried on by this machine's counter that nobody sets (CLOCK_MONOTONIC). Pure.
/// The database answered at some moment between question and answer. Taken as of the answer, its time is never ahead of the database's, and behind by
/// the whole way at most: late is a wait, early takes something from somebody (docs/adr/0028).
/// </summary>
/// <param name="At">What the database's clock said.</param>
/// <param name="Stamp">The machine's counter when the answer was there.</param>
/// <param name="Doubt">How far the database's clock may have been ahead of that.</param>
internal sealed record ClockReading(DateTimeOffset At, TimeSpan Stamp, TimeSpan Doubt)
{
    /// <summary>Counters of machines go wrong by less than 100 parts in a million; this is twice as careful.</summary>
    private const double Drift = 200e-6;

    /// <param name="asked">The counter before the question.</param>
    /// <param name="said">The answer.</param>
    /// <param name="answered">The counter after it.</param>
    public static ClockReading Between(TimeSpan asked, DateTimeOffset said, TimeSpan answered) => new(said, answered, answered - asked);

    /// <summary>The earliest that the database's clock can show at a state of the counter.</summary>
    public DateTimeOffset TimeAt(TimeSpan stamp) => At + (stamp - Stamp);

    /// <summary>How much later it may be.</summary>
    public TimeSpan DoubtAt(TimeSpan stamp) => Doubt + DriftSince(stamp);

    /// <summary>True when both cannot be right: the database's clock was set, or another database answers.</summary>
    public bool Contradicts(ClockReading newer)
    {
        var ahead = newer.At - TimeAt(newer.Stamp);
        return ahead > DoubtAt(newer.Stamp) || -ahead > newer.Doubt + DriftSince(newer.Stamp);
    }

    /// <summary>Which of the two to go by: the surer one; the newer one when they contradict each other.</summary>
    public static ClockReading Choose(ClockReading? held, ClockReading newer) =>
        held is null || held.Contradicts(newer) || newer.Doubt <= held.DoubtAt(newer.Stamp) ? newer : held;

    private TimeSpan DriftSince(TimeSpan stamp) => (stamp - Stamp).Duration() * Drift;
}
