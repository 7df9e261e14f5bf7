using System.Globalization;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Moments in words, in the time of mainland France.</summary>
internal static class FrenchTime
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Paris);

    /// <summary>mardi 24 novembre à 14 h 30</summary>
    public static string Moment(DateTimeOffset at) => $"{Day(DateOnly.FromDateTime(Local(at).DateTime))} à {Clock(at)}";

    /// <summary>24 novembre, 14 h 30</summary>
    public static string Short(DateTimeOffset at) => $"{Local(at).ToString(Local(at).Day == 1 ? "d'er' MMMM" : "d MMMM", French)}, {Clock(at)}";

    /// <summary>14 h 30</summary>
    public static string Clock(DateTimeOffset at) => Clock(TimeOnly.FromDateTime(Local(at).DateTime));

    /// <summary>14 h 30, with spaces that do not break.</summary>
    public static string Clock(TimeOnly time) => time.ToString("H'\u00a0h\u00a0'mm", French);

    /// <summary>mardi 24 novembre</summary>
    public static string Day(DateOnly day) => day.ToString(day.Day == 1 ? "dddd 1'er' MMMM" : "dddd d MMMM", French);

    /// <summary>24 novembre 2026</summary>
    public static string Long(DateOnly day) => day.ToString(day.Day == 1 ? "1'er' MMMM yyyy" : "d MMMM yyyy", French);
}
