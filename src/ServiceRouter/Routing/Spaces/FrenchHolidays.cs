namespace ServiceRouter.Routing.Spaces;

/// <summary>Public holidays by territory: the eleven of Code du travail L3133-1, those of Alsace-Moselle (L3134-13), and the
/// day of the abolition of slavery overseas (L3422-2). Local days of the Pacific territories are not in it: no space is there.</summary>
public static class FrenchHolidays
{
    /// <summary>Name of the holiday in French, or null on an ordinary day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="department">Département code; null: not known, and the days of all France are told.</param>
    public static string? NameOf(DateOnly day, string? department) =>
        Fixed(day) ?? AroundEaster(day) ?? InAlsaceMoselle(day, department) ?? AbolitionOfSlavery(day, department);

    public static bool IsHoliday(DateOnly day, string? department) => NameOf(day, department) is not null;

    private static string? Fixed(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) => "jour de l'An",
        (5, 1) => "fête du Travail",
        (5, 8) => "victoire de 1945",
        (7, 14) => "fête nationale",
        (8, 15) => "Assomption",
        (11, 1) => "Toussaint",
        (11, 11) => "armistice de 1918",
        (12, 25) => "Noël",
        _ => null,
    };

    private static string? AroundEaster(DateOnly day) => (day.DayNumber - EasterSunday(day.Year).DayNumber) switch
    {
        1 => "lundi de Pâques",
        39 => "Ascension",
        50 => "lundi de Pentecôte",
        _ => null,
    };

    // In law Good Friday is a holiday only in communes with a Protestant church or a mixed one; in practice everything is closed.
    private static string? InAlsaceMoselle(DateOnly day, string? department)
    {
        if (department is not ("57" or "67" or "68"))
            return null;
        if (day == EasterSunday(day.Year).AddDays(-2))
            return "Vendredi saint";
        return (day.Month, day.Day) == (12, 26) ? "Saint-Étienne" : null;
    }

    private static string? AbolitionOfSlavery(DateOnly day, string? department) => (department, day.Month, day.Day) switch
    {
        ("976", 4, 27) or ("972", 5, 22) or ("971", 5, 27) or ("978", 5, 28) or ("973", 6, 10) or ("977", 10, 9) or ("974", 12, 20)
            => "abolition de l'esclavage",
        _ => null,
    };

    /// <summary>Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature, 20 April 1876); years 1583 and later.</summary>
    public static DateOnly EasterSunday(int year)
    {
        int golden = year % 19;
        int century = year / 100;
        int ofCentury = year % 100;
        int moonCorrection = (century - (century + 8) / 25 + 1) / 3;
        int epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30;
        int toSunday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7;
        int late = (golden + 11 * epact + 22 * toSunday) / 451;
        int date = epact + toSunday - 7 * late + 114;
        return new DateOnly(year, date / 31, date % 31 + 1);
    }
}
