namespace ServiceRouter.Platform.Time;

/// <summary>
/// One look at the database's clock, carried on by this machine's counter that nobody sets (CLOCK_MONOTONIC). Pure.
/// The database answered at some moment between question and answer: the middle is wrong by half of the way at most.
/// </summary>
/// <param name="At">What the database's clock said.</param>
/// <param name="Stamp">The machine's counter at that moment.</param>
/// <param name="Doubt">How far the two may be apart.</param>
internal sealed record ClockReading(DateTimeOffset At, TimeSpan Stamp, TimeSpan Doubt)
{
    /// <summary>Counters of machines go wrong by less than 100 parts in a million; this is twice as careful.</summary>
    private const double Drift = 200e-6;

    /// <param name="asked">The counter before the question.</param>
    /// <param name="said">The answer.</param>
    /// <param name="answered">The counter after it.</param>
    public static ClockReading Between(TimeSpan asked, DateTimeOffset said, TimeSpan answered) =>
        new(said, asked + ((answered - asked) / 2), (answered - asked) / 2);

    /// <summary>The database's time at a state of the counter.</summary>
    public DateTimeOffset TimeAt(TimeSpan stamp) => At + (stamp - Stamp);

    /// <summary>How far that may be wrong.</summary>
    public TimeSpan DoubtAt(TimeSpan stamp) => Doubt + ((stamp - Stamp).Duration() * Drift);

    /// <summary>True when both cannot be right: the database's clock was set, or another database answers.</summary>
    public bool Contradicts(ClockReading newer) => (newer.At - TimeAt(newer.Stamp)).Duration() > newer.Doubt + DoubtAt(newer.Stamp);

    /// <summary>Which of the two to go by: the surer one; the newer one when they contradict each other.</summary>
    public static ClockReading Choose(ClockReading? held, ClockReading newer) =>
        held is null || held.Contradicts(newer) || newer.Doubt <= held.DoubtAt(newer.Stamp) ? newer : held;
}
