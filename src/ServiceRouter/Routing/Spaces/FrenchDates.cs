using System.Globalization;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Days and hours in French words, whatever culture data the machine has.</summary>
internal static class FrenchDates
{
    /// <summary>U+00A0: keeps a number and its unit, or a word and its double punctuation mark, on one line.</summary>
    public const string NoBreak = "\u00a0";

    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    public static string Name(DayOfWeek day) => Days[(int)day];

    /// <summary>1er août 2024</summary>
    public static string Long(DateOnly day) => $"{DayAndMonth(day)} {day.Year.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>1er août</summary>
    public static string DayAndMonth(DateOnly day)
    {
        string number = day.Day == 1 ? "1er" : day.Day.ToString(CultureInfo.InvariantCulture);
        return $"{number} {Months[day.Month - 1]}";
    }

    /// <summary>9 h, 13 h 30</summary>
    public static string Hour(TimeOnly time)
    {
        string hour = time.Hour.ToString(CultureInfo.InvariantCulture) + NoBreak + "h";
        return time.Minute == 0 ? hour : hour + NoBreak + time.Minute.ToString("00", CultureInfo.InvariantCulture);
    }
}
