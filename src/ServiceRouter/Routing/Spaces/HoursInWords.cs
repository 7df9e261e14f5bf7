using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing.Spaces;

/// <summary>The hours of a space in plain French, for the screen. Show <see cref="Mention"/> wherever one of these is shown:
/// the list is of a past day. Hours hold no-break spaces (U+00A0): 13 h 30.</summary>
public static class HoursInWords
{
    /// <summary>"horaires du 1er août 2024, à vérifier"</summary>
    public static string Mention(DateOnly listDate) => $"horaires du {FrenchDates.Date(listDate)}, à vérifier";

    /// <summary>"lundi 13 h 30 – 17 h ; du mardi au vendredi 9 h – 12 h et 13 h 30 – 17 h ; fermé samedi et dimanche"</summary>
    public static string Week(Space space) =>
        space.Hours.AreKnown ? string.Join(FrenchDates.NoBreak + "; ", WeekByLine(space)) : "horaires non publiés";

    /// <summary>The parts of <see cref="Week"/>, to be shown under each other; empty when the hours are not known.</summary>
    public static IReadOnlyList<string> WeekByLine(Space space)
    {
        if (!space.Hours.AreKnown)
            return [];

        var lines = space.Hours.OpenDays().Select(run => $"{Run(run)} {Ranges(space.Hours.On(run[0]))}").ToList();
        var closed = space.Hours.ClosedDays().Select(FrenchDates.Name).ToList();
        if (closed.Count > 0)
            lines.Add("fermé " + Joined(closed));
        return lines;
    }

    /// <summary>"9 h – 12 h et 13 h 30 – 17 h", or "fermé".</summary>
    public static string Day(Space space, DayOfWeek day) =>
        space.Hours.On(day) is { Count: > 0 } ranges ? Ranges(ranges) : "fermé";

    /// <summary>"Ouvert maintenant, ferme à 17 h", "Fermé, ouvre mardi à 9 h", "Horaires non publiés". For a space that moves
    /// around, the same about its round.</summary>
    public static string State(Space space, DateTimeOffset instant)
    {
        if (!space.Hours.AreKnown)
            return "Horaires non publiés";

        if (OpeningHours.ClosesAt(space, instant) is { } closing)
        {
            string until = FrenchDates.Hour(TimeOnly.FromTimeSpan(closing.TimeOfDay));
            return space.MovesAround ? $"En tournée maintenant, jusqu'à {until}, lieu à vérifier" : $"Ouvert maintenant, ferme à {until}";
        }

        string why = HolidayToday(space, instant) is { } holiday ? $" aujourd'hui ({holiday})" : "";
        return OpeningHours.NextOpening(space, instant) is { } opening
            ? $"Fermé{why}, {(space.MovesAround ? "reprend" : "ouvre")} {When(space, instant, opening)}"
            : $"Fermé{why}";
    }

    private static string When(Space space, DateTimeOffset instant, DateTimeOffset opening)
    {
        var today = DateOnly.FromDateTime(TerritoryTime.Local(space.Department, instant).DateTime);
        var day = DateOnly.FromDateTime(opening.DateTime);
        string dayInWords = (day.DayNumber - today.DayNumber) switch
        {
            0 => "aujourd'hui",
            1 => "demain",
            < 7 => FrenchDates.Name(day.DayOfWeek),
            _ => $"{FrenchDates.Name(day.DayOfWeek)} {FrenchDates.DayAndMonth(day)}",
        };
        return $"{dayInWords} à {FrenchDates.Hour(TimeOnly.FromTimeSpan(opening.TimeOfDay))}";
    }

    private static string? HolidayToday(Space space, DateTimeOffset instant) =>
        FrenchHolidays.NameOf(DateOnly.FromDateTime(TerritoryTime.Local(space.Department, instant).DateTime), space.Department);

    private static string Run(IReadOnlyList<DayOfWeek> days) => days.Count switch
    {
        1 => FrenchDates.Name(days[0]),
        2 => $"{FrenchDates.Name(days[0])} et {FrenchDates.Name(days[1])}",
        _ => $"du {FrenchDates.Name(days[0])} au {FrenchDates.Name(days[^1])}",
    };

    private static string Ranges(IReadOnlyList<OpenRange> ranges) =>
        Joined([.. ranges.Select(range => $"{FrenchDates.Hour(range.From)} – {FrenchDates.Hour(range.To)}")]);

    private static string Joined(List<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} et {words[^1]}";
}
