using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels;

/// <summary>When a citizen may ask to be called back: from 8 h 30 to 18 h 30 on the clock of their own territory, within seven days, never on a Sunday.</summary>
public static class CallBackHours
{
    /// <summary>Days that can be chosen from, today among them.</summary>
    public const int DaysAhead = 7;

    /// <summary>Earliest moment of a day.</summary>
    public static TimeOnly First { get; } = new(8, 30);

    /// <summary>Latest moment of a day.</summary>
    public static TimeOnly Last { get; } = new(18, 30);

    /// <summary>Wall time of a territory; null: of mainland France.</summary>
    public static DateTime Local(string? territory, DateTimeOffset at) => TerritoryTime.Local(territory, at).DateTime;

    /// <inheritdoc cref="TerritoryTime.InstantOf"/>
    public static DateTimeOffset InstantOf(string? territory, DateTime local) => TerritoryTime.InstantOf(territory, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));

    /// <summary>Whether a wall time may be chosen.</summary>
    /// <param name="local">The wall time.</param>
    /// <param name="now">Wall time now.</param>
    public static bool Take(DateTime local, DateTime now) =>
        local > now && local.Date <= now.Date.AddDays(DaysAhead) && local.DayOfWeek != DayOfWeek.Sunday
        && TimeOnly.FromDateTime(local) is var time && time >= First && time <= Last;
}
