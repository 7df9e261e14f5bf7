using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// When a promised letter becomes work: before the date that its citizen was told, so that whoever promised it, or a colleague, can still keep the promise (docs/adr/0110). Published on
/// /algorithmes. Pure.
/// </summary>
internal static class WorkOnLetter
{
    private const int DaysLooked = 14;

    /// <param name="hours">When counsellors answer.</param>
    /// <param name="territory">Département code of the citizen; null: mainland France.</param>
    /// <param name="promisedFor">What the citizen is told.</param>
    /// <param name="now">The promise.</param>
    /// <returns>The first of these that is still to come: when counsellors begin to answer on the working day before that of the date, when they do on its own day, the date.</returns>
    public static DateTimeOffset From(IServiceHours hours, string? territory, DateTimeOffset promisedFor, DateTimeOffset now)
    {
        var local = TerritoryTime.Local(territory, promisedFor).DateTime;
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        var dayBefore = Enumerable.Range(1, DaysLooked).Select(back => BeginOf(day.AddDays(-back))).FirstOrDefault(begin => begin is not null);
        DateTimeOffset?[] before = [dayBefore, BeginOf(day)];
        return before.FirstOrDefault(at => at > now && at < promisedFor) ?? promisedFor;

        DateTimeOffset? BeginOf(DateOnly of)
        {
            var midnight = TerritoryTime.InstantOf(territory, of, TimeOnly.MinValue);
            var first = hours.FirstFrom(territory, midnight);
            // Somebody is there at midnight: no hours are set, and no time of that day is its beginning more than that of the date.
            if (first == midnight) return TerritoryTime.InstantOf(territory, of, time);
            return DateOnly.FromDateTime(TerritoryTime.Local(territory, first).DateTime) == of ? first : null;
        }
    }
}
