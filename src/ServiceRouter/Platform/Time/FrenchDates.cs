using System.Globalization;

namespace ServiceRouter.Platform.Time;

/// <summary>Days and hours in French words, whatever culture data the machine has.</summary>
public static class FrenchDates
{
    /// <summary>U+00A0: keeps a number and its unit, or a word and its double punctuation mark, on one line.</summary>
    public const string NoBreak = "\u00a0";

    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    /// <summary>mardi</summary>
    public static string Name(DayOfWeek day) => Days[(int)day];

    /// <summary>1er août 2024</summary>
    public static string Date(DateOnly day) => $"{DayAndMonth(day)} {day.Year.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>1er août</summary>
    public static string DayAndMonth(DateOnly day)
    {
        string number = day.Day == 1 ? "1er" : day.Day.ToString(CultureInfo.InvariantCulture);
        return $"{number} {Months[day.Month - 1]}";
    }

    /// <summary>mardi 1er décembre</summary>
    public static string Day(DateOnly day) => $"{Name(day.DayOfWeek)} {DayAndMonth(day)}";

    /// <summary>mardi 1er décembre à 9 h 00</summary>
    /// <param name="wall">Its own day and time are told, whatever its offset.</param>
    public static string Moment(DateTimeOffset wall) => $"{Day(DateOnly.FromDateTime(wall.DateTime))} à {Clock(TimeOnly.FromDateTime(wall.DateTime))}";

    /// <summary>9 h 00, 13 h 30</summary>
    public static string Clock(TimeOnly time) => $"{time.Hour.ToString(CultureInfo.InvariantCulture)}{NoBreak}h{NoBreak}{time.Minute.ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>9 h, 13 h 30</summary>
    public static string Hour(TimeOnly time) => time.Minute == 0 ? time.Hour.ToString(CultureInfo.InvariantCulture) + NoBreak + "h" : Clock(time);
}
