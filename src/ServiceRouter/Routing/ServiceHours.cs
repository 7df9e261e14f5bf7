using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Routing;

/// <summary>
/// When counsellors answer at once; the same for every channel. Outside, a request is taken all the same and gets a date. A territory overseas has the hours on its own clock where counsellors of it
/// answer; where none do, it is open when it is open in Paris (docs/adr/0111).
/// </summary>
public sealed class ServiceHours : IServiceHours
{
    private readonly WeekHours hours;
    private readonly ClosedDays closed;
    private readonly HashSet<string> ownClocks;

    public ServiceHours(IOptions<ServiceHoursOptions> options) =>
        (hours, closed, ownClocks) = (options.Value.Week(), ClosedDays.Read(options.Value.Closed), options.Value.OwnClocks.ToHashSet());

    /// <summary>When the counsellors are back, in local time of the territory, public holidays and closed days left out.</summary>
    /// <param name="territory">Département code; null: mainland France.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Null while they answer, and where no hours are set: of a day that is closed then, nothing says at what time the next one begins.</returns>
    public DateTimeOffset? NextOpening(string? territory, DateTimeOffset now) =>
        !hours.AreKnown || OpeningHours.IsOpen(Calendar(territory), now) ? null : OpeningAfter(territory, now);

    /// <summary>The next opening after a moment, also where they answer at it; null where no hours are set.</summary>
    internal DateTimeOffset? OpeningAfter(string? territory, DateTimeOffset at) => hours.AreKnown ? There(territory, OpeningHours.NextOpening(Calendar(territory), at)) : null;

    /// <summary>When the present opening ends, in local time of the territory; null while they do not answer, and where no hours are set.</summary>
    internal DateTimeOffset? ClosesAt(string? territory, DateTimeOffset now) => hours.AreKnown ? There(territory, OpeningHours.ClosesAt(Calendar(territory), now)) : null;

    /// <summary>
    /// How much of a wait was one for counsellors who were there: nights and lunch breaks before the last opening are not. What came after that opening is, also when its end has passed:
    /// somebody who stayed answered then.
    /// </summary>
    internal TimeSpan WaitedWhileOpen(string? territory, DateTimeOffset since, DateTimeOffset until) =>
        hours.AreKnown && OpeningHours.LastOpening(Calendar(territory), until) is { } opening && opening > since
            ? until - opening + OpeningHours.OpenBetween(Calendar(territory), since, opening)
            : until - since;

    /// <summary>For how long counsellors answer between two instants, nights and lunch breaks left out; all of it where no hours are set.</summary>
    internal TimeSpan AnsweredBetween(string? territory, DateTimeOffset since, DateTimeOffset until) =>
        hours.AreKnown ? OpeningHours.OpenBetween(Calendar(territory), since, until) : until - since;

    /// <summary>Whether a call-back may be promised for a moment: somebody is there then, within the hours, on no public holiday and on no day that is closed.</summary>
    /// <param name="territory">Département code; null: mainland France.</param>
    /// <param name="at">The moment.</param>
    public bool MayPromise(string? territory, DateTimeOffset at) => hours.AreKnown ? OpeningHours.IsOpen(Calendar(territory), at) : !IsFreeDay(territory, at);

    /// <summary>Whether a moment lies on a public holiday or a closed day of those who would answer.</summary>
    internal bool IsFreeDay(string? territory, DateTimeOffset at) => Calendar(territory).IsFree(DateOnly.FromDateTime(TerritoryTime.Local(WhoseClock(territory), at).DateTime));

    /// <summary>Whether a moment lies on a day that the settings close.</summary>
    internal bool IsClosedDay(string? territory, DateTimeOffset at) =>
        closed.Hold(DateOnly.FromDateTime(TerritoryTime.Local(WhoseClock(territory), at).DateTime), WhoseClock(territory));

    /// <summary>Between which instants all closed days lie that are not over, with a day on both sides for the clocks overseas; null where none is to come.</summary>
    internal (DateTimeOffset From, DateTimeOffset To)? ClosedFrom(DateTimeOffset now) =>
        closed.From(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1)) is { } days
            ? (new DateTimeOffset(days.First.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(days.Last.AddDays(2), TimeOnly.MinValue, TimeSpan.Zero))
            : null;

    /// <inheritdoc/>
    public DateTimeOffset FirstFrom(string? territory, DateTimeOffset at)
    {
        if (hours.AreKnown) return NextOpening(territory, at) ?? at;
        while (!MayPromise(territory, at)) at = NextDay(territory, at);
        return at;
    }

    private OpenCalendar Calendar(string? territory) => new(hours, WhoseClock(territory), closed);

    /// <summary>Those who answer overseas are there by the clock of their own territory. Where nobody works, somebody answers when it is open in Paris.</summary>
    private string? WhoseClock(string? territory) => territory is not null && TerritoryTime.Overseas.ContainsKey(territory) && !ownClocks.Contains(territory) ? null : territory;

    private static DateTimeOffset? There(string? territory, DateTimeOffset? at) => at is { } moment ? TerritoryTime.Local(territory, moment) : null;

    private static DateTimeOffset NextDay(string? territory, DateTimeOffset at)
    {
        var local = TerritoryTime.Local(territory, at).DateTime;
        return TerritoryTime.InstantOf(territory, DateOnly.FromDateTime(local).AddDays(1), TimeOnly.FromDateTime(local));
    }
}

/// <summary>
/// When counsellors answer, on every channel, in wall time of the citizen's territory (overseas: see <see cref="OwnClock"/>) and without public holidays, such as "09:00 - 12:00 / 13:30 - 17:00"; section
/// <c>Hours</c>. All days empty: always.
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

    /// <summary>
    /// Days on which nobody answers although the week says so, separated by commas: <c>2026-12-24</c>; a range with both its ends, of a year at most, <c>2026-12-28/2026-12-31</c>; in one territory alone
    /// <c>67:2026-12-26</c>. Public holidays are left out by themselves.
    /// </summary>
    public string Closed { get; set; } = "";

    /// <summary>
    /// Territories overseas whose own counsellors answer, by the clock there, separated by commas; for the others it is open when it is open in Paris, on whatever clock that is told. By default
    /// those that have spaces in the published list.
    /// </summary>
    public string OwnClock { get; set; } = "971, 972, 973, 974, 976, 978";

    internal IEnumerable<(DayOfWeek Day, string Text)> Days =>
    [
        (DayOfWeek.Monday, Monday), (DayOfWeek.Tuesday, Tuesday), (DayOfWeek.Wednesday, Wednesday), (DayOfWeek.Thursday, Thursday),
        (DayOfWeek.Friday, Friday), (DayOfWeek.Saturday, Saturday), (DayOfWeek.Sunday, Sunday),
    ];

    internal string[] OwnClocks => OwnClock.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal WeekHours Week() => new(Days.ToDictionary(day => day.Day, day => HoursText.TryRead(day.Text, out var ranges) ? ranges : []));
}

internal sealed class ServiceHoursOptionsValidator : IValidateOptions<ServiceHoursOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceHoursOptions options)
    {
        var faults = new SectionFaults(ServiceHoursOptions.Section);
        foreach (var day in options.Days.Where(day => !HoursText.TryRead(day.Text, out _)))
            faults.Add($"{ServiceHoursOptions.Section}:{day.Day} is {day.Text}, and must be such as 09:00 - 12:00 / 13:30 - 17:00");
        foreach (var entry in ClosedDays.Unreadable(options.Closed))
            faults.Add($"{ServiceHoursOptions.Section}:{nameof(options.Closed)} has {entry}, and must have days such as 2026-12-24, 2026-12-28/2026-12-31 (a year at most) or 67:2026-12-26, separated by commas");
        foreach (var code in options.OwnClocks.Where(code => !TerritoryTime.Overseas.ContainsKey(code)))
            faults.Add($"{ServiceHoursOptions.Section}:{nameof(options.OwnClock)} has {code}, which has no clock of its own: it must have codes of {string.Join(", ", TerritoryTime.Overseas.Keys)}, separated by commas");
        // Closed for a territory that is open with Paris, a day would stay open, and nobody would be told.
        foreach (var code in ClosedDays.Read(options.Closed).Territories.Where(code => TerritoryTime.Overseas.ContainsKey(code) && !options.OwnClocks.Contains(code)))
            faults.Add($"{ServiceHoursOptions.Section}:{nameof(options.Closed)} has days of {code}, which is open when it is open in Paris as long as {ServiceHoursOptions.Section}:{nameof(options.OwnClock)} does not have it");
        return faults.Result;
    }
}
