namespace ServiceRouter.Routing.Spaces;

/// <summary>A France Services space as the published list describes it on <paramref name="ListDate"/>.</summary>
/// <param name="Id">Identifier in the list, unique there.</param>
/// <param name="Department">Code of the département that runs it (<c>01</c>, <c>2A</c>, <c>974</c>); the postcode may be of another one.</param>
/// <param name="Name">Name of the structure.</param>
/// <param name="Address">Street and number, on one line.</param>
/// <param name="AddressComplement">Floor, building, box; null when there is none.</param>
/// <param name="Postcode">Five digits, leading zero kept.</param>
/// <param name="Commune">Name of the commune; a district of Paris, Lyon and Marseille is in it (<c>Paris 12e</c>).</param>
/// <param name="Location">Decimal degrees.</param>
/// <param name="Phone">Pairs of digits; null when there is none or when it costs more than a normal call.</param>
/// <param name="Hours">Usual hours, wall time of the territory.</param>
/// <param name="TakesAppointments">Whether an appointment can be made.</param>
/// <param name="Comment">Rounds, places and exceptions in the space's own words (French); null when there is none.</param>
/// <param name="Format">How it receives people.</param>
/// <param name="ListDate">Date of the list: hours and phone are of that day, and are to be shown with it.</param>
public sealed record Space(
    string Id,
    string Department,
    string Name,
    string Address,
    string? AddressComplement,
    string Postcode,
    string Commune,
    Coordinates Location,
    string? Phone,
    WeekHours Hours,
    bool TakesAppointments,
    string? Comment,
    SpaceFormat Format,
    DateOnly ListDate)
{
    /// <summary>True when it goes from place to place: its hours do not say where it is.</summary>
    public bool MovesAround => Format is SpaceFormat.Bus or SpaceFormat.Itinerant;
}

/// <summary>How a space receives people (column <c>format_fs</c>).</summary>
public enum SpaceFormat
{
    Unknown = 0,
    Fixed = 1,
    MultipleSites = 2,
    Bus = 3,
    FixedWithBranches = 4,
    Itinerant = 5,
}
