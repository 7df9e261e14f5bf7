using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Routing;

/// <summary>
/// Another half-day of the citizen's territory, and not before <see cref="DeskOptions.NextAttemptAfter"/> has passed: who does not answer in the morning at work may
/// answer in the afternoon. While counsellors answer, and on a working day between 9 and 19 as is published; where their hours are never in those, while they answer.
/// </summary>
internal sealed class NextHalfDay(ServiceHours hours, IOptions<DeskOptions> desk) : INextAttempt
{
    private const int DaysLooked = 14;
    private static readonly TimeOnly Noon = new(13, 0);
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeOnly Morning = new(9, 30);
    private static readonly TimeOnly Afternoon = new(14, 0);
    private static readonly TimeOnly Evening = new(19, 0);

    public DateTimeOffset After(DateTimeOffset now, string? territory)
    {
        var at = now + desk.Value.NextAttemptAfter;
        if (HalfOf(at, territory) == HalfOf(now, territory)) at = NextHalf(at, territory);
        // An opening may lead to before nine or to a Sunday, and out of those to where it is closed. Hours that never meet the bounds win in the end, as early in the day as they begin.
        // A closure counts for nothing in how long they are looked for.
        var end = DayOf(hours.FirstFrom(territory, at), territory).AddDays(DaysLooked);
        for (var looked = at; DayOf(looked, territory) < end;)
        {
            while (IsRest(looked, territory)) looked = Start(IsEarly(looked, territory) ? DayOf(looked, territory) : DayOf(looked, territory).AddDays(1), Morning, territory);
            if (hours.NextOpening(territory, looked) is not { } opening) return looked.ToUniversalTime();
            looked = opening;
        }
        return (hours.OpeningAfter(territory, at) ?? at).ToUniversalTime();
    }

    private static DateTimeOffset NextHalf(DateTimeOffset at, string? territory) => HalfOf(at, territory).IsMorning
        ? Start(DayOf(at, territory), Afternoon, territory)
        : Start(DayOf(at, territory).AddDays(1), Morning, territory);

    // Sundays and holidays are nobody's, and on a day that is closed nobody calls.
    private bool IsRest(DateTimeOffset at, string? territory) =>
        IsEarly(at, territory) || TimeOf(at, territory) >= Evening || IsFree(DayOf(at, territory), territory) || hours.IsFreeDay(territory, at);

    /// <summary>Too early on a day on which people are called: later on the same day.</summary>
    private static bool IsEarly(DateTimeOffset at, string? territory) => TimeOf(at, territory) < Opening && !IsFree(DayOf(at, territory), territory);

    private static bool IsFree(DateOnly day, string? territory) => day.DayOfWeek == DayOfWeek.Sunday || FrenchHolidays.IsHoliday(day, territory);

    private static TimeOnly TimeOf(DateTimeOffset at, string? territory) => TimeOnly.FromTimeSpan(TerritoryTime.Local(territory, at).TimeOfDay);

    private static (DateOnly Day, bool IsMorning) HalfOf(DateTimeOffset at, string? territory) =>
        (DayOf(at, territory), TimeOf(at, territory) < Noon);

    private static DateOnly DayOf(DateTimeOffset at, string? territory) => DateOnly.FromDateTime(TerritoryTime.Local(territory, at).DateTime);

    private static DateTimeOffset Start(DateOnly day, TimeOnly time, string? territory) => TerritoryTime.InstantOf(territory, day, time);
}
