using System.Globalization;

namespace ServiceRouter.Desk;

/// <summary>A fictional counsellor placed in a real space, for demo mode only.</summary>
/// <param name="UserName">Key of the counsellor's row and value of the NameIdentifier claim.</param>
/// <param name="FirstName">Fictional.</param>
/// <param name="LastName">Fictional.</param>
/// <param name="Quality">What the law asks to show beside the name (CRPA L111-2).</param>
/// <param name="SpaceId">Column id_fs of the list of France services structures of 1 August 2024.</param>
/// <param name="SpaceName">Column lib_fs of the same row.</param>
/// <param name="Departement">Column insee_dep of the same row; text, the leading zero counts.</param>
/// <param name="Skills">Ids of flows/skills.yaml.</param>
/// <param name="Languages">ISO 639-1 codes; every counsellor speaks fr.</param>
/// <param name="Capacity">Conversations at once, at least 1.</param>
public sealed record DemoCounsellor(
    string UserName,
    string FirstName,
    string LastName,
    string Quality,
    string SpaceId,
    string SpaceName,
    string Departement,
    IReadOnlyList<string> Skills,
    IReadOnlyList<string> Languages,
    int Capacity)
{
    /// <summary>First name and name, as shown to the citizen.</summary>
    public string FullName => $"{FirstName} {LastName}";
}

/// <summary>The counsellors that demo mode knows. Two share a département so that its rung can be seen at work.</summary>
public static class DemoCounsellors
{
    private const string Prefix = "conseiller";
    private const string Quality = "Conseillère France services";
    private const string QualityOfAMan = "Conseiller France services";
    private const int Capacity = 3;

    /// <summary>Most that <c>Demo:Counsellors</c> can ask for.</summary>
    public const int Most = 10_000;

    /// <summary>The first <paramref name="count"/>, at least the named ones; those after them repeat their pattern under numbered names, for measuring.</summary>
    public static IEnumerable<DemoCounsellor> First(int count) => All.Concat(Enumerable.Range(All.Count + 1, Math.Max(0, count - All.Count)).Select(Numbered));

    /// <summary>Null when the name is not among the first <paramref name="count"/>.</summary>
    public static DemoCounsellor? Find(string userName, int count)
    {
        if (All.FirstOrDefault(c => c.UserName == userName) is { } named) return named;
        if (!userName.StartsWith(Prefix, StringComparison.Ordinal)
            || !int.TryParse(userName.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number <= All.Count || number > count) return null;
        // A number can be written in several ways, a name in one.
        return Numbered(number) is var found && found.UserName == userName ? found : null;
    }

    private static DemoCounsellor Numbered(int number)
    {
        var pattern = All[(number - 1) % All.Count];
        return pattern with { UserName = $"{Prefix}{number}", LastName = $"{pattern.LastName} {number}" };
    }

    /// <summary>The named ones, in the order of their user names.</summary>
    public static IReadOnlyList<DemoCounsellor> All { get; } =
    [
        new("conseiller1", "Nadia", "Bertholet", Quality, "137", "France services Boussac", "23",
            ["general", "titres", "caf", "agricole"], ["fr", "en"], Capacity),
        new("conseiller2", "Marc", "Vauzelle", QualityOfAMan, "753", "France services La Poste de Chénérailles", "23",
            ["general", "retraite", "impots", "deces"], ["fr"], Capacity),
        new("conseiller3", "Claire", "Montbriand", Quality, "1", "France services de Valserhône", "01",
            ["general", "titres", "sante", "energie"], ["fr", "en"], Capacity),
        new("conseiller4", "Samira", "Delannoy", Quality, "347", "France services Pecquencourt", "59",
            ["general", "caf", "emploi", "sante"], ["fr", "ar"], Capacity),
        new("conseiller5", "Inês", "Lacaussade", Quality, "194", "France services Blaye", "33",
            ["general", "retraite", "agricole", "titres"], ["fr", "pt"], Capacity),
        new("conseiller6", "Jean-Yves", "Hoarau-Técher", QualityOfAMan, "562", "France services de Saint-Joseph - Jean-Petit", "974",
            ["general", "caf", "emploi", "energie"], ["fr", "en"], Capacity),
        new("conseiller7", "Leïla", "Amrani-Faure", Quality, "437", "France services Pimms Médiation Paris 18ème - Nord-Est", "75",
            ["general", "titres", "impots", "sante", "deces"], ["fr", "ar", "en"], Capacity),
        new("conseiller8", "Tomás", "Ribeiro-Caillet", QualityOfAMan, "550", "France services Pimms Médiation Sevran", "93",
            ["general", "emploi", "energie", "retraite", "impots"], ["fr", "pt", "ar"], Capacity),
    ];
}
