using ServiceRouter.Platform.Time;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Moments in words, in the time of mainland France.</summary>
internal static class FrenchTime
{
    public static DateTimeOffset Local(DateTimeOffset at) => TerritoryTime.Local(department: null, at);

    /// <summary>mardi 24 novembre à 14 h 30</summary>
    public static string Moment(DateTimeOffset at) => FrenchDates.Moment(Local(at));

    /// <summary>24 novembre, 14 h 30</summary>
    public static string Short(DateTimeOffset at) => $"{FrenchDates.DayAndMonth(Date(at))}, {Clock(at)}";

    /// <summary>24 novembre 2026 à 14 h 30</summary>
    public static string Long(DateTimeOffset at) => $"{FrenchDates.Date(Date(at))} à {Clock(at)}";

    /// <summary>14 h 30</summary>
    public static string Clock(DateTimeOffset at) => FrenchDates.Clock(TimeOnly.FromDateTime(Local(at).DateTime));

    /// <summary>The day that it is in mainland France.</summary>
    public static DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);
}
