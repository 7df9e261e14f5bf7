namespace ServiceRouter.Routing.Spaces;

/// <summary>The clock on the wall in each territory.</summary>
public static class TerritoryTime
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly Dictionary<string, TimeZoneInfo> Overseas = new Dictionary<string, string>
    {
        ["971"] = "America/Guadeloupe",
        ["972"] = "America/Martinique",
        ["973"] = "America/Cayenne",
        ["974"] = "Indian/Reunion",
        ["975"] = "America/Miquelon",
        ["976"] = "Indian/Mayotte",
        ["977"] = "America/St_Barthelemy",
        ["978"] = "America/Marigot",
        ["984"] = "Indian/Kerguelen",
        ["986"] = "Pacific/Wallis",
        // The Marquesas are half an hour ahead of Tahiti, the Gambier a full one: no space of the list is there.
        ["987"] = "Pacific/Tahiti",
        ["988"] = "Pacific/Noumea",
    }.ToDictionary(zone => zone.Key, zone => TimeZoneInfo.FindSystemTimeZoneById(zone.Value));

    /// <summary>Time zone of a département code; Europe/Paris for every code that is not overseas.</summary>
    public static TimeZoneInfo ZoneOf(string department) => Overseas.GetValueOrDefault(department, Paris);

    /// <summary>The instant with the offset and the wall time of the territory.</summary>
    public static DateTimeOffset Local(string department, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, ZoneOf(department));

    /// <summary>The instant of a wall time. A time that the clock jumps over in spring is read as one hour later; one that comes twice in autumn, as its second coming.</summary>
    internal static DateTimeOffset InstantOf(string department, DateOnly day, TimeOnly time)
    {
        var zone = ZoneOf(department);
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }
}
