using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing.Spaces;

/// <summary>When a space is open, as far as the published list and the calendar of holidays know. Pure: the instant is given.</summary>
public static class OpeningHours
{
    /// <summary>True from the opening (included) to the closing (excluded), never on a public holiday of the territory.</summary>
    public static bool IsOpen(Space space, DateTimeOffset instant) => IsOpen(CalendarOf(space), instant);

    /// <summary>When the present opening ends, in local time; null when the space is closed at the instant.</summary>
    public static DateTimeOffset? ClosesAt(Space space, DateTimeOffset instant) => ClosesAt(CalendarOf(space), instant);

    /// <summary>The next opening strictly after the instant, in local time (also while the space is open); null when the list
    /// gives no hours, or none within five weeks.</summary>
    public static DateTimeOffset? NextOpening(Space space, DateTimeOffset instant) => NextOpening(CalendarOf(space), instant);

    /// <summary>The same of any hours in a territory.</summary>
    internal static DateTimeOffset? NextOpening(OpenCalendar calendar, DateTimeOffset instant)
    {
        var today = DayOf(TerritoryTime.Local(calendar.Department, instant));
        for (int ahead = 0; ahead <= calendar.DaysLooked; ahead++)
        {
            var day = today.AddDays(ahead);
            foreach (var range in calendar.On(day))
            {
                var opening = TerritoryTime.InstantOf(calendar.Department, day, range.From);
                if (opening > instant)
                    return opening;
            }
        }

        return null;
    }

    /// <summary>The latest opening at or before the instant; null when there is none within five weeks.</summary>
    internal static DateTimeOffset? LastOpening(OpenCalendar calendar, DateTimeOffset instant)
    {
        var today = DayOf(TerritoryTime.Local(calendar.Department, instant));
        for (var back = 0; back <= calendar.DaysLooked; back++)
        {
            var day = today.AddDays(-back);
            foreach (var range in calendar.On(day).Reverse())
            {
                var opening = TerritoryTime.InstantOf(calendar.Department, day, range.From);
                if (opening <= instant)
                    return opening;
            }
        }

        return null;
    }

    /// <summary>For how long it was open between two instants.</summary>
    internal static TimeSpan OpenBetween(OpenCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var open = TimeSpan.Zero;
        var last = DayOf(TerritoryTime.Local(calendar.Department, to));
        for (var day = DayOf(TerritoryTime.Local(calendar.Department, from)); day <= last; day = day.AddDays(1))
        {
            foreach (var range in calendar.On(day))
            {
                var (opens, closes) = (TerritoryTime.InstantOf(calendar.Department, day, range.From), TerritoryTime.InstantOf(calendar.Department, day, range.To));
                var both = (closes < to ? closes : to) - (opens > from ? opens : from);
                if (both > TimeSpan.Zero) open += both;
            }
        }

        return open;
    }

    /// <summary>The same of any hours in a territory as <see cref="IsOpen(Space, DateTimeOffset)"/>.</summary>
    internal static bool IsOpen(OpenCalendar calendar, DateTimeOffset instant) => CurrentRange(calendar, TerritoryTime.Local(calendar.Department, instant)) is not null;

    /// <summary>The same of any hours in a territory as <see cref="ClosesAt(Space, DateTimeOffset)"/>.</summary>
    internal static DateTimeOffset? ClosesAt(OpenCalendar calendar, DateTimeOffset instant)
    {
        var local = TerritoryTime.Local(calendar.Department, instant);
        return CurrentRange(calendar, local) is { } range
            ? TerritoryTime.InstantOf(calendar.Department, DayOf(local), range.To)
            : null;
    }

    private static OpenRange? CurrentRange(OpenCalendar calendar, DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        foreach (var range in calendar.On(DayOf(local)))
        {
            if (range.Contains(time))
                return range;
        }

        return null;
    }

    // A day on which the counsellors are away is none of a space's: its own list says when it is open.
    private static OpenCalendar CalendarOf(Space space) => new(space.Hours, space.Department, ClosedDays.None);

    private static DateOnly DayOf(DateTimeOffset local) => DateOnly.FromDateTime(local.DateTime);
}
