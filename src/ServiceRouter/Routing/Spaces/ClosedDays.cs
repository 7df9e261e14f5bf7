using System.Globalization;

namespace ServiceRouter.Routing.Spaces;

/// <summary>
/// Days on which nobody answers although the hours of the week say so, a bridge, a strike or a training, as one text: <c>2026-12-24, 2026-12-28/2026-12-31, 67:2027-03-26</c>. With a territory in
/// front they are closed there alone.
/// </summary>
internal sealed class ClosedDays
{
    private const int LongestRange = 366;

    private readonly IReadOnlyList<ClosedRange> ranges;

    private ClosedDays(IReadOnlyList<ClosedRange> ranges) => this.ranges = ranges;

    public static ClosedDays None { get; } = new([]);

    /// <summary>What cannot be read is left out: <see cref="Unreadable"/> tells it, and the service does not start.</summary>
    public static ClosedDays Read(string text) => new([.. Entries(text).Select(TryRead).OfType<ClosedRange>()]);

    /// <summary>The parts of the text that are no day and no range of days, or of a territory that there is not.</summary>
    public static IEnumerable<string> Unreadable(string text) => Entries(text).Where(entry => TryRead(entry) is null);

    /// <summary>How many days they are at most: nobody who looks for an open one needs to look farther than that.</summary>
    public int Count => ranges.Sum(range => range.Days);

    /// <summary>Territories that are named, each once.</summary>
    public IEnumerable<string> Territories => ranges.Select(range => range.Territory).OfType<string>().Distinct();

    /// <summary>The first and the last of those that are not over on a day; null when all are.</summary>
    public (DateOnly First, DateOnly Last)? From(DateOnly day) =>
        ranges.Where(range => range.To >= day).ToList() is { Count: > 0 } left ? (left.Min(range => range.From), left.Max(range => range.To)) : null;

    /// <param name="day">On the clock of the territory.</param>
    /// <param name="territory">Département code; null: not known, and only the days of the whole country count.</param>
    public bool Hold(DateOnly day, string? territory) =>
        ranges.Any(range => range.From <= day && day <= range.To && (range.Territory is null || range.Territory == territory));

    private static string[] Entries(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ClosedRange? TryRead(string entry)
    {
        var (territory, days) = entry.Split(':', StringSplitOptions.TrimEntries) switch
        {
            [var all] => ((string?)null, all),
            [var code, var some] when Departments.Find(code)?.Code == code => (code, some),
            _ => (null, ""),
        };
        return days.Split('/', StringSplitOptions.TrimEntries) switch
        {
            [var one] when IsDay(one, out var day) => new ClosedRange(territory, day, day),
            [var first, var last] when IsDay(first, out var from) && IsDay(last, out var to) && from <= to && to.DayNumber - from.DayNumber < LongestRange => new ClosedRange(territory, from, to),
            _ => null,
        };
    }

    private static bool IsDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private sealed record ClosedRange(string? Territory, DateOnly From, DateOnly To)
    {
        public int Days => To.DayNumber - From.DayNumber + 1;
    }
}
