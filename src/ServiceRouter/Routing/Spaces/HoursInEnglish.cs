using System.Globalization;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing.Spaces;

/// <summary>The hours of a space in plain English, for the ear: what <see cref="HoursInWords"/> is in French. Say <see cref="Mention"/> with them: the
/// list is of a past day.</summary>
public static class HoursInEnglish
{
    /// <summary>"These hours are those of 1 August 2024, please check them"</summary>
    public static string Mention(DateOnly listDate) => $"These hours are those of {listDate.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}, please check them";

    /// <summary>"Monday, 1:30 pm to 5 pm", "Tuesday to Friday, 9 am to noon and 1:30 pm to 5 pm", "Closed on Saturday and Sunday"; empty when the hours are not known.</summary>
    public static IReadOnlyList<string> WeekByLine(Space space)
    {
        if (!space.Hours.AreKnown)
            return [];

        var lines = space.Hours.OpenDays().Select(days => $"{Run(days)}, {Ranges(space.Hours.On(days[0]))}").ToList();
        var closed = space.Hours.ClosedDays().Select(day => day.ToString()).ToList();
        if (closed.Count > 0)
            lines.Add("Closed on " + Joined(closed));
        return lines;
    }

    /// <summary>"Open now, until 5 pm", "Closed now, opens on Tuesday at 9 am", "Its hours are not published". For a space that moves around, the same
    /// about its round.</summary>
    public static string State(Space space, DateTimeOffset instant)
    {
        if (!space.Hours.AreKnown)
            return "Its hours are not published";

        if (OpeningHours.ClosesAt(space, instant) is { } closing)
            return space.MovesAround ? $"On its round now, until {Hour(closing)}, please check where" : $"Open now, until {Hour(closing)}";

        return OpeningHours.NextOpening(space, instant) is { } opening
            ? $"Closed now, {(space.MovesAround ? "on its round again" : "opens")} {When(space, instant, opening)}"
            : "Closed now";
    }

    private static string When(Space space, DateTimeOffset instant, DateTimeOffset opening)
    {
        var today = DateOnly.FromDateTime(TerritoryTime.Local(space.Department, instant).DateTime);
        string day = (DateOnly.FromDateTime(opening.DateTime).DayNumber - today.DayNumber) switch
        {
            0 => "today",
            1 => "tomorrow",
            < 7 => $"on {opening.DayOfWeek}",
            _ => $"on {opening.ToString("dddd d MMMM", CultureInfo.InvariantCulture)}",
        };
        return $"{day} at {Hour(opening)}";
    }

    private static string Run(IReadOnlyList<DayOfWeek> days) => days.Count switch
    {
        1 => $"{days[0]}",
        2 => $"{days[0]} and {days[1]}",
        _ => $"{days[0]} to {days[^1]}",
    };

    private static string Ranges(IReadOnlyList<OpenRange> ranges) => Joined([.. ranges.Select(range => $"{Hour(range.From)} to {Hour(range.To)}")]);

    private static string Hour(DateTimeOffset local) => Hour(TimeOnly.FromTimeSpan(local.TimeOfDay));

    /// <summary>9 am, 1:30 pm, noon</summary>
    private static string Hour(TimeOnly time) => time switch
    {
        { Hour: 12, Minute: 0 } => "noon",
        { Minute: 0 } => time.ToString("h tt", CultureInfo.InvariantCulture).ToLowerInvariant(),
        _ => time.ToString("h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant(),
    };

    private static string Joined(List<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
