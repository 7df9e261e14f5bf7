namespace ServiceRouter.Routing;

/// <summary>A wait still to come, as a range in whole minutes.</summary>
public sealed record WaitRange(int FromMinutes, int ToMinutes);

/// <summary>A wait in the queue that has ended. What passes before a promised date, or before the counsellors are there, is no wait: it would tell everybody of hours on the morning after.</summary>
internal sealed record PastWait(DateTimeOffset WaitingSince, DateTimeOffset AcceptedAt);

/// <summary>
/// An honest range: from how fast the queue has moved (time between answers, times the place) and from how long people really waited
/// (median to ninth decile, less what was waited already). The wider of the two is shown; with fewer than five answers nothing is.
/// </summary>
internal static class WaitEstimate
{
    public const int LeastSamples = 5;
    private const int LongestMinutes = 240;

    public static WaitRange? From(IReadOnlyList<PastWait> past, int place, TimeSpan waited, DateTimeOffset now)
    {
        if (past.Count < LeastSamples) return null;
        var perAnswer = (now - past.Min(p => p.AcceptedAt)) / past.Count;
        var waits = past.Select(p => p.AcceptedAt - p.WaitingSince).Order().ToList();
        var median = waits[waits.Count / 2] - waited;
        var ninth = waits[Math.Min(waits.Count - 1, waits.Count * 9 / 10)] - waited;
        var low = Minutes(Least(perAnswer * place, median));
        var high = Minutes(Most(perAnswer * place * 2, ninth));
        return new WaitRange(low, Math.Max(low + 1, high));
    }

    private static int Minutes(TimeSpan span) => Math.Clamp((int)Math.Ceiling(span.TotalMinutes), 0, LongestMinutes);

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Most(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
