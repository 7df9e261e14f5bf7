namespace ServiceRouter.Routing.Spaces;

/// <summary>The hours of a week in a territory, without its public holidays and without the days that are closed.</summary>
/// <param name="Hours">The week.</param>
/// <param name="Department">Whose clock and whose holidays; null: mainland France.</param>
/// <param name="Closed">Days that are closed beside the holidays.</param>
internal sealed record OpenCalendar(WeekHours Hours, string? Department, ClosedDays Closed)
{
    // Two holidays can follow each other on the only weekday of a small space; five weeks get over that.
    private const int FiveWeeks = 35;

    /// <summary>How many days from one that is looked at an open one is looked for.</summary>
    public int DaysLooked => FiveWeeks + Closed.Count;

    public bool IsFree(DateOnly day) => FrenchHolidays.IsHoliday(day, Department) || Closed.Hold(day, Department);

    public IReadOnlyList<OpenRange> On(DateOnly day) => IsFree(day) ? [] : Hours.On(day.DayOfWeek);
}
