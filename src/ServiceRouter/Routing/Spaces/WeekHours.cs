namespace ServiceRouter.Routing.Spaces;

/// <summary>The usual hours of a space, day by day, in wall time of its territory. A day without ranges is a closed day.</summary>
public sealed class WeekHours
{
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
}
