namespace ServiceRouter.Steering;

/// <summary>A stretch of time that ends now.</summary>
/// <param name="Code">As in addresses: hour, day, week, month.</param>
/// <param name="Label">In French, as in a title.</param>
/// <param name="Length">How long.</param>
/// <param name="Bars">Bars of a chart over it; of several days, one for each that it touches.</param>
public sealed record SteeringPeriod(string Code, string Label, TimeSpan Length, int Bars)
{
    public static IReadOnlyList<SteeringPeriod> All { get; } =
    [
        new("hour", "Dernière heure", TimeSpan.FromHours(1), 12),
        new("day", "24 heures", TimeSpan.FromDays(1), 24),
        new("week", "7 jours", TimeSpan.FromDays(7), 7),
        new("month", "30 jours", TimeSpan.FromDays(30), 30),
    ];

    /// <summary>Null when there is no such period; the day when nothing is said.</summary>
    public static SteeringPeriod? Find(string? code) => string.IsNullOrEmpty(code) ? All[1] : All.FirstOrDefault(p => p.Code == code);
}
