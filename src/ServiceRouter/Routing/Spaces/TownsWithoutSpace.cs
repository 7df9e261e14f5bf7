namespace ServiceRouter.Routing.Spaces;

/// <summary>Large towns that have no space in the list of August 2024, among them prefectures: the neighbours of their postcode
/// say little about where they are (74100 is 35 km away from 74000).</summary>
internal static class TownsWithoutSpace
{
    /// <summary>Town halls, to a hundredth of a degree (1 km).</summary>
    public static IReadOnlyList<(string Name, string Postcode, Coordinates Centre)> All { get; } =
    [
        ("Vichy", "03200", new(46.13, 3.43)),
        ("Antibes", "06600", new(43.58, 7.12)),
        ("Cagnes-sur-Mer", "06800", new(43.66, 7.15)),
        ("Privas", "07000", new(44.74, 4.60)),
        ("Carcassonne", "11000", new(43.21, 2.35)),
        ("Arles", "13200", new(43.68, 4.63)),
        ("Martigues", "13500", new(43.41, 5.05)),
        ("Tulle", "19000", new(45.27, 1.77)),
        ("Dijon", "21000", new(47.32, 5.04)),
        ("Guéret", "23000", new(46.17, 1.87)),
        ("Chartres", "28000", new(48.45, 1.49)),
        ("Alès", "30100", new(44.12, 4.08)),
        ("Mérignac", "33700", new(44.84, -0.65)),
        ("Le Puy-en-Velay", "43000", new(45.04, 3.89)),
        ("Angers", "49000", new(47.47, -0.55)),
        ("Cholet", "49300", new(47.06, -0.88)),
        ("Vannes", "56000", new(47.66, -2.76)),
        ("Thionville", "57100", new(49.36, 6.17)),
        ("Liévin", "62800", new(50.42, 2.78)),
        ("Annecy", "74000", new(45.90, 6.13)),
        ("Versailles", "78000", new(48.80, 2.13)),
        ("Fréjus", "83600", new(43.43, 6.74)),
        ("Clichy", "92110", new(48.90, 2.31)),
        ("Issy-les-Moulineaux", "92130", new(48.82, 2.27)),
        ("Neuilly-sur-Seine", "92200", new(48.88, 2.27)),
        ("Courbevoie", "92400", new(48.90, 2.26)),
        ("Montreuil", "93100", new(48.86, 2.44)),
        ("Épinay-sur-Seine", "93800", new(48.95, 2.31)),
        ("Créteil", "94000", new(48.79, 2.46)),
        ("Saint-Maur-des-Fossés", "94100", new(48.80, 2.50)),
    ];

    private static readonly Dictionary<string, string> PostcodeByName = All.ToDictionary(town => PlaceName.Fold(town.Name), town => town.Postcode);
    private static readonly Dictionary<string, Coordinates> CentreByPostcode = All.ToDictionary(town => town.Postcode, town => town.Centre);

    public static string? PostcodeOf(string foldedName) => PostcodeByName.GetValueOrDefault(foldedName);

    public static Coordinates? CentreOf(string postcode) => CentreByPostcode.TryGetValue(postcode, out var centre) ? centre : null;
}
