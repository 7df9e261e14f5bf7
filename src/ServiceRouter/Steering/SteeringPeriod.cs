namespace ServiceRouter.Steering;

/// <summary>A stretch of time that ends now.</summary>
/// <param name="Code">As in addresses: hour, day, week, month.</param>
/// <param name="Label">In French, as in a title.</param>
/// <param name="Length">How long.</param>
/// <param name="Bar">How long one bar of its chart is; null: each is a day of the calendar.</param>
public sealed record SteeringPeriod(string Code, string Label, TimeSpan Length, TimeSpan? Bar = null)
{
    public static IReadOnlyList<SteeringPeriod> All { get; } =
    [
        new("hour", "Dernière heure", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
        new("day", "24 heures", TimeSpan.FromDays(1), TimeSpan.FromHours(1)),
        new("week", "7 jours", TimeSpan.FromDays(7)),
        new("month", "30 jours", TimeSpan.FromDays(30)),
    ];

    /// <summary>Null when there is no such period; the day when nothing is said.</summary>
    public static SteeringPeriod? Find(string? code) => string.IsNullOrEmpty(code) ? All[1] : All.FirstOrDefault(p => p.Code == code);
}
