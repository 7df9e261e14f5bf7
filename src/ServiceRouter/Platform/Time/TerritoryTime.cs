namespace ServiceRouter.Platform.Time;

/// <summary>The clock on the wall in each territory. A territory that is not known (null) has that of mainland France.</summary>
public static class TerritoryTime
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly Dictionary<string, (TimeZoneInfo Zone, string Place)> Clocks = new Dictionary<string, (string Zone, string Place)>
    {
        ["971"] = ("America/Guadeloupe", "Guadeloupe"),
        ["972"] = ("America/Martinique", "Martinique"),
        ["973"] = ("America/Cayenne", "Guyane"),
        ["974"] = ("Indian/Reunion", "La Réunion"),
        ["975"] = ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
        ["976"] = ("Indian/Mayotte", "Mayotte"),
        ["977"] = ("America/St_Barthelemy", "Saint-Barthélemy"),
        ["978"] = ("America/Marigot", "Saint-Martin"),
        ["984"] = ("Indian/Kerguelen", "Kerguelen"),
        ["986"] = ("Pacific/Wallis", "Wallis-et-Futuna"),
        // The Marquesas are half an hour ahead of Tahiti, the Gambier a full one: no space of the list is there.
        ["987"] = ("Pacific/Tahiti", "Tahiti"),
        ["988"] = ("Pacific/Noumea", "Nouvelle-Calédonie"),
    }.ToDictionary(territory => territory.Key, territory => (TimeZoneInfo.FindSystemTimeZoneById(territory.Value.Zone), territory.Value.Place));

    /// <summary>Territories with a clock of their own, and the name of the place whose time it is.</summary>
    public static IReadOnlyDictionary<string, string> Overseas { get; } = Clocks.ToDictionary(clock => clock.Key, clock => clock.Value.Place);

    /// <summary>Time zone of a département code; Europe/Paris for every code that is not overseas.</summary>
    public static TimeZoneInfo ZoneOf(string? department) => department is not null && Clocks.TryGetValue(department, out var territory) ? territory.Zone : Paris;

    /// <summary>The instant with the offset and the wall time of the territory.</summary>
    public static DateTimeOffset Local(string? department, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, ZoneOf(department));

    /// <summary>Whose time is told, where somebody could take it for another: "Paris", "La Réunion".</summary>
    /// <param name="territory">Département code; null: not known, and Paris' time is told.</param>
    /// <returns>Null for a known territory with Paris' time: its people look at no other clock.</returns>
    internal static string? DoubtedPlace(string? territory) => territory is null ? "Paris" : Overseas.GetValueOrDefault(territory);

    /// <summary>The instant of a wall time. A time that the clock jumps over in spring is read as one hour later; one that comes twice in autumn, as its second coming.</summary>
    internal static DateTimeOffset InstantOf(string? department, DateOnly day, TimeOnly time)
    {
        var zone = ZoneOf(department);
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }
}
