using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Routing;

/// <summary>
/// Another half-day of the citizen's territory, and not before <see cref="DeskOptions.NextAttemptAfter"/> has passed: who does not answer in the morning at work may
/// answer in the afternoon. While counsellors answer; where no hours are set, on a working day between 9 and 19.
/// </summary>
internal sealed class NextHalfDay(ServiceHours hours, IOptions<DeskOptions> desk) : INextAttempt
{
    private const string Mainland = "75";
    private static readonly TimeOnly Noon = new(13, 0);
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeOnly Morning = new(9, 30);
    private static readonly TimeOnly Afternoon = new(14, 0);
    private static readonly TimeOnly Evening = new(19, 0);

    public DateTimeOffset After(DateTimeOffset now, string? territory)
    {
        var department = territory ?? Mainland;
        var at = now + desk.Value.NextAttemptAfter;
        if (HalfOf(at, department) == HalfOf(now, department)) at = NextHalf(at, department);
        while (IsRest(at, department)) at = Start(IsEarly(at, department) ? DayOf(at, department) : DayOf(at, department).AddDays(1), Morning, department);
        return (hours.NextOpening(territory, at) ?? at).ToUniversalTime();
    }

    private static DateTimeOffset NextHalf(DateTimeOffset at, string department) => HalfOf(at, department).IsMorning
        ? Start(DayOf(at, department), Afternoon, department)
        : Start(DayOf(at, department).AddDays(1), Morning, department);

    // Sundays and holidays are nobody's.
    private static bool IsRest(DateTimeOffset at, string department) =>
        IsEarly(at, department) || TimeOf(at, department) >= Evening || IsFree(DayOf(at, department), department);

    /// <summary>Too early on a day on which people are called: later on the same day.</summary>
    private static bool IsEarly(DateTimeOffset at, string department) => TimeOf(at, department) < Opening && !IsFree(DayOf(at, department), department);

    private static bool IsFree(DateOnly day, string department) => day.DayOfWeek == DayOfWeek.Sunday || FrenchHolidays.IsHoliday(day, department);

    private static TimeOnly TimeOf(DateTimeOffset at, string department) => TimeOnly.FromTimeSpan(TerritoryTime.Local(department, at).TimeOfDay);

    private static (DateOnly Day, bool IsMorning) HalfOf(DateTimeOffset at, string department) =>
        (DayOf(at, department), TimeOf(at, department) < Noon);

    private static DateOnly DayOf(DateTimeOffset at, string department) => DateOnly.FromDateTime(TerritoryTime.Local(department, at).DateTime);

    private static DateTimeOffset Start(DateOnly day, TimeOnly time, string department) => TerritoryTime.InstantOf(department, day, time);
}
