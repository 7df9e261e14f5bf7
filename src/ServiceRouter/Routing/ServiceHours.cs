using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Routing;

/// <summary>When counsellors answer at once; the same for every channel. Outside, a request is taken all the same and gets a date.</summary>
public sealed class ServiceHours : IServiceHours
{
    private readonly WeekHours hours;

    public ServiceHours(IOptions<ServiceHoursOptions> options) => hours = options.Value.Week();

    /// <summary>When the counsellors are back, in local time of the territory, public holidays left out.</summary>
    /// <param name="territory">Département code; null: mainland France.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Null while they answer, and where no hours are set.</returns>
    public DateTimeOffset? NextOpening(string? territory, DateTimeOffset now) =>
        !hours.AreKnown || OpeningHours.IsOpen(hours, territory, now) ? null : OpeningHours.NextOpening(hours, territory, now);

    /// <summary>
    /// How much of a wait was one for counsellors who were there: nights and lunch breaks before the last opening are not. What came after that opening is, also when its end has passed:
    /// somebody who stayed answered then.
    /// </summary>
    internal TimeSpan WaitedWhileOpen(string? territory, DateTimeOffset since, DateTimeOffset until) =>
        hours.AreKnown && OpeningHours.LastOpening(hours, territory, until) is { } opening && opening > since
            ? until - opening + OpeningHours.OpenBetween(hours, territory, since, opening)
            : until - since;

    /// <summary>For how long counsellors answer between two instants, nights and lunch breaks left out; all of it where no hours are set.</summary>
    internal TimeSpan AnsweredBetween(string? territory, DateTimeOffset since, DateTimeOffset until) =>
        hours.AreKnown ? OpeningHours.OpenBetween(hours, territory, since, until) : until - since;

    /// <summary>Whether a call-back may be promised for a moment: somebody is there then, within the hours and on no public holiday.</summary>
    /// <param name="territory">Département code; null: mainland France.</param>
    /// <param name="at">The moment.</param>
    public bool MayPromise(string? territory, DateTimeOffset at) =>
        hours.AreKnown ? OpeningHours.IsOpen(hours, territory, at) : !FrenchHolidays.IsHoliday(DateOnly.FromDateTime(TerritoryTime.Local(territory, at).DateTime), territory);

    /// <inheritdoc/>
    public DateTimeOffset FirstFrom(string? territory, DateTimeOffset at)
    {
        if (hours.AreKnown) return NextOpening(territory, at) ?? at;
        while (!MayPromise(territory, at)) at = NextDay(territory, at);
        return at;
    }

    private static DateTimeOffset NextDay(string? territory, DateTimeOffset at)
    {
        var local = TerritoryTime.Local(territory, at).DateTime;
        return TerritoryTime.InstantOf(territory, DateOnly.FromDateTime(local).AddDays(1), TimeOnly.FromDateTime(local));
    }
}

/// <summary>
/// When counsellors answer, on every channel, in wall time of the citizen's territory and without public holidays, such as "09:00 - 12:00 / 13:30 - 17:00"; section
/// <c>Hours</c>. All empty: always.
/// </summary>
public sealed class ServiceHoursOptions
{
    public const string Section = "Hours";

    /// <summary>Hours on Mondays; empty: closed, unless all days are empty.</summary>
    public string Monday { get; set; } = "";

    /// <summary>Hours on Tuesdays; empty: closed, unless all days are empty.</summary>
    public string Tuesday { get; set; } = "";

    /// <summary>Hours on Wednesdays; empty: closed, unless all days are empty.</summary>
    public string Wednesday { get; set; } = "";

    /// <summary>Hours on Thursdays; empty: closed, unless all days are empty.</summary>
    public string Thursday { get; set; } = "";

    /// <summary>Hours on Fridays; empty: closed, unless all days are empty.</summary>
    public string Friday { get; set; } = "";

    /// <summary>Hours on Saturdays; empty: closed, unless all days are empty.</summary>
    public string Saturday { get; set; } = "";

    /// <summary>Hours on Sundays; empty: closed, unless all days are empty.</summary>
    public string Sunday { get; set; } = "";

    internal IEnumerable<(DayOfWeek Day, string Text)> Days =>
    [
        (DayOfWeek.Monday, Monday), (DayOfWeek.Tuesday, Tuesday), (DayOfWeek.Wednesday, Wednesday), (DayOfWeek.Thursday, Thursday),
        (DayOfWeek.Friday, Friday), (DayOfWeek.Saturday, Saturday), (DayOfWeek.Sunday, Sunday),
    ];

    internal WeekHours Week() => new(Days.ToDictionary(day => day.Day, day => HoursText.TryRead(day.Text, out var ranges) ? ranges : []));
}

internal sealed class ServiceHoursOptionsValidator : IValidateOptions<ServiceHoursOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceHoursOptions options)
    {
        var failures = options.Days.Where(day => !HoursText.TryRead(day.Text, out _))
            .Select(day => $"{ServiceHoursOptions.Section}:{day.Day} is {day.Text}, and must be such as 09:00 - 12:00 / 13:30 - 17:00").ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
