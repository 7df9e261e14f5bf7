using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing.Spaces;

/// <summary>When a space is open, as far as the published list and the calendar of holidays know. Pure: the instant is given.</summary>
public static class OpeningHours
{
    // Two holidays can follow each other on the only weekday of a small space; five weeks get over that.
    private const int DaysAhead = 35;

    /// <summary>True from the opening (included) to the closing (excluded), never on a public holiday of the territory.</summary>
    public static bool IsOpen(Space space, DateTimeOffset instant) => CurrentRange(space, Local(space, instant)) is not null;

    /// <summary>When the present opening ends, in local time; null when the space is closed at the instant.</summary>
    public static DateTimeOffset? ClosesAt(Space space, DateTimeOffset instant)
    {
        var local = Local(space, instant);
        return CurrentRange(space, local) is { } range
            ? TerritoryTime.InstantOf(space.Department, DayOf(local), range.To)
            : null;
    }

    /// <summary>The next opening strictly after the instant, in local time (also while the space is open); null when the list
    /// gives no hours, or none within five weeks.</summary>
    public static DateTimeOffset? NextOpening(Space space, DateTimeOffset instant) => NextOpening(space.Hours, space.Department, instant);

    /// <summary>The same of any hours in a territory.</summary>
    internal static DateTimeOffset? NextOpening(WeekHours hours, string? department, DateTimeOffset instant)
    {
        var today = DayOf(TerritoryTime.Local(department, instant));
        for (int ahead = 0; ahead <= DaysAhead; ahead++)
        {
            var day = today.AddDays(ahead);
            foreach (var range in RangesOn(hours, department, day))
            {
                var opening = TerritoryTime.InstantOf(department, day, range.From);
                if (opening > instant)
                    return opening;
            }
        }

        return null;
    }

    /// <summary>The latest opening at or before the instant; null when there is none within five weeks.</summary>
    internal static DateTimeOffset? LastOpening(WeekHours hours, string? department, DateTimeOffset instant)
    {
        var today = DayOf(TerritoryTime.Local(department, instant));
        for (var back = 0; back <= DaysAhead; back++)
        {
            var day = today.AddDays(-back);
            foreach (var range in RangesOn(hours, department, day).Reverse())
            {
                var opening = TerritoryTime.InstantOf(department, day, range.From);
                if (opening <= instant)
                    return opening;
            }
        }

        return null;
    }

    /// <summary>For how long it was open between two instants.</summary>
    internal static TimeSpan OpenBetween(WeekHours hours, string? department, DateTimeOffset from, DateTimeOffset to)
    {
        var open = TimeSpan.Zero;
        var last = DayOf(TerritoryTime.Local(department, to));
        for (var day = DayOf(TerritoryTime.Local(department, from)); day <= last; day = day.AddDays(1))
        {
            foreach (var range in RangesOn(hours, department, day))
            {
                var (opens, closes) = (TerritoryTime.InstantOf(department, day, range.From), TerritoryTime.InstantOf(department, day, range.To));
                var both = (closes < to ? closes : to) - (opens > from ? opens : from);
                if (both > TimeSpan.Zero) open += both;
            }
        }

        return open;
    }

    /// <summary>The same of any hours in a territory as <see cref="IsOpen(Space, DateTimeOffset)"/>.</summary>
    internal static bool IsOpen(WeekHours hours, string? department, DateTimeOffset instant)
    {
        var local = TerritoryTime.Local(department, instant);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return RangesOn(hours, department, DayOf(local)).Any(range => range.Contains(time));
    }

    private static OpenRange? CurrentRange(Space space, DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        foreach (var range in RangesOn(space, DayOf(local)))
        {
            if (range.Contains(time))
                return range;
        }

        return null;
    }

    private static IReadOnlyList<OpenRange> RangesOn(Space space, DateOnly day) => RangesOn(space.Hours, space.Department, day);

    private static IReadOnlyList<OpenRange> RangesOn(WeekHours hours, string? department, DateOnly day) =>
        FrenchHolidays.IsHoliday(day, department) ? [] : hours.On(day.DayOfWeek);

    private static DateTimeOffset Local(Space space, DateTimeOffset instant) => TerritoryTime.Local(space.Department, instant);

    private static DateOnly DayOf(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);
}
