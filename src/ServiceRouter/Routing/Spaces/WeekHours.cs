namespace ServiceRouter.Routing.Spaces;

/// <summary>The usual hours of a space, day by day, in wall time of its territory. A day without ranges is a closed day.</summary>
public sealed class WeekHours
{
    private static readonly DayOfWeek[] FromMonday =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    private readonly IReadOnlyList<OpenRange>[] _days = [.. Enumerable.Repeat<IReadOnlyList<OpenRange>>([], 7)];

    internal WeekHours(IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenRange>> days)
    {
        foreach (var (day, ranges) in days)
            _days[(int)day] = OpenRange.Union(ranges);
    }

    /// <summary>Ranges of the day, in order, without overlap.</summary>
    public IReadOnlyList<OpenRange> On(DayOfWeek day) => _days[(int)day];

    /// <summary>False for a space whose list gives no hours at all: its hours are unknown, it is not "always closed".</summary>
    public bool AreKnown => _days.Any(day => day.Count > 0);

    /// <summary>Usual hours only: holidays are the business of <see cref="OpeningHours"/>.</summary>
    public bool Cover(DayOfWeek day, TimeOnly time) => On(day).Any(range => range.Contains(time));

    /// <summary>Days without ranges, from Monday on.</summary>
    internal IEnumerable<DayOfWeek> ClosedDays() => FromMonday.Where(day => On(day).Count == 0);

    /// <summary>The other days from Monday on; days next to each other with the same hours are told together.</summary>
    internal IReadOnlyList<IReadOnlyList<DayOfWeek>> OpenDays()
    {
        var runs = new List<List<DayOfWeek>>();
        DayOfWeek? before = null;
        foreach (var day in FromMonday)
        {
            if (On(day).Count > 0)
            {
                if (before is { } previous && On(previous).SequenceEqual(On(day)))
                    runs[^1].Add(day);
                else
                    runs.Add([day]);
            }

            before = On(day).Count > 0 ? day : null;
        }

        return runs;
    }
}
