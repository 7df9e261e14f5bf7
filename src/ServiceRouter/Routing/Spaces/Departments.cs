namespace ServiceRouter.Routing.Spaces;

/// <summary>All départements and overseas collectivities, and which of them a postcode belongs to.</summary>
public static class Departments
{
    /// <summary>By code. Source: INSEE, code officiel géographique (101 départements, then the collectivities).</summary>
    public static IReadOnlyList<Department> All { get; } =
    [
        new("01", "Ain", "84", "Auvergne-Rhône-Alpes"),
        new("02", "Aisne", "32", "Hauts-de-France"),
        new("03", "Allier", "84", "Auvergne-Rhône-Alpes"),
        new("04", "Alpes-de-Haute-Provence", "93", "Provence-Alpes-Côte d'Azur"),
        new("05", "Hautes-Alpes", "93", "Provence-Alpes-Côte d'Azur"),
        new("06", "Alpes-Maritimes", "93", "Provence-Alpes-Côte d'Azur"),
        new("07", "Ardèche", "84", "Auvergne-Rhône-Alpes"),
        new("08", "Ardennes", "44", "Grand Est"),
        new("09", "Ariège", "76", "Occitanie"),
        new("10", "Aube", "44", "Grand Est"),
        new("11", "Aude", "76", "Occitanie"),
        new("12", "Aveyron", "76", "Occitanie"),
        new("13", "Bouches-du-Rhône", "93", "Provence-Alpes-Côte d'Azur"),
        new("14", "Calvados", "28", "Normandie"),
        new("15", "Cantal", "84", "Auvergne-Rhône-Alpes"),
        new("16", "Charente", "75", "Nouvelle-Aquitaine"),
        new("17", "Charente-Maritime", "75", "Nouvelle-Aquitaine"),
        new("18", "Cher", "24", "Centre-Val de Loire"),
        new("19", "Corrèze", "75", "Nouvelle-Aquitaine"),
        new("21", "Côte-d'Or", "27", "Bourgogne-Franche-Comté"),
        new("22", "Côtes-d'Armor", "53", "Bretagne"),
        new("23", "Creuse", "75", "Nouvelle-Aquitaine"),
        new("24", "Dordogne", "75", "Nouvelle-Aquitaine"),
        new("25", "Doubs", "27", "Bourgogne-Franche-Comté"),
        new("26", "Drôme", "84", "Auvergne-Rhône-Alpes"),
        new("27", "Eure", "28", "Normandie"),
        new("28", "Eure-et-Loir", "24", "Centre-Val de Loire"),
        new("29", "Finistère", "53", "Bretagne"),
        new("2A", "Corse-du-Sud", "94", "Corse"),
        new("2B", "Haute-Corse", "94", "Corse"),
        new("30", "Gard", "76", "Occitanie"),
        new("31", "Haute-Garonne", "76", "Occitanie"),
        new("32", "Gers", "76", "Occitanie"),
        new("33", "Gironde", "75", "Nouvelle-Aquitaine"),
        new("34", "Hérault", "76", "Occitanie"),
        new("35", "Ille-et-Vilaine", "53", "Bretagne"),
        new("36", "Indre", "24", "Centre-Val de Loire"),
        new("37", "Indre-et-Loire", "24", "Centre-Val de Loire"),
        new("38", "Isère", "84", "Auvergne-Rhône-Alpes"),
        new("39", "Jura", "27", "Bourgogne-Franche-Comté"),
        new("40", "Landes", "75", "Nouvelle-Aquitaine"),
        new("41", "Loir-et-Cher", "24", "Centre-Val de Loire"),
        new("42", "Loire", "84", "Auvergne-Rhône-Alpes"),
        new("43", "Haute-Loire", "84", "Auvergne-Rhône-Alpes"),
        new("44", "Loire-Atlantique", "52", "Pays de la Loire"),
        new("45", "Loiret", "24", "Centre-Val de Loire"),
        new("46", "Lot", "76", "Occitanie"),
        new("47", "Lot-et-Garonne", "75", "Nouvelle-Aquitaine"),
        new("48", "Lozère", "76", "Occitanie"),
        new("49", "Maine-et-Loire", "52", "Pays de la Loire"),
        new("50", "Manche", "28", "Normandie"),
        new("51", "Marne", "44", "Grand Est"),
        new("52", "Haute-Marne", "44", "Grand Est"),
        new("53", "Mayenne", "52", "Pays de la Loire"),
        new("54", "Meurthe-et-Moselle", "44", "Grand Est"),
        new("55", "Meuse", "44", "Grand Est"),
        new("56", "Morbihan", "53", "Bretagne"),
        new("57", "Moselle", "44", "Grand Est"),
        new("58", "Nièvre", "27", "Bourgogne-Franche-Comté"),
        new("59", "Nord", "32", "Hauts-de-France"),
        new("60", "Oise", "32", "Hauts-de-France"),
        new("61", "Orne", "28", "Normandie"),
        new("62", "Pas-de-Calais", "32", "Hauts-de-France"),
        new("63", "Puy-de-Dôme", "84", "Auvergne-Rhône-Alpes"),
        new("64", "Pyrénées-Atlantiques", "75", "Nouvelle-Aquitaine"),
        new("65", "Hautes-Pyrénées", "76", "Occitanie"),
        new("66", "Pyrénées-Orientales", "76", "Occitanie"),
        new("67", "Bas-Rhin", "44", "Grand Est"),
        new("68", "Haut-Rhin", "44", "Grand Est"),
        new("69", "Rhône", "84", "Auvergne-Rhône-Alpes"),
        new("70", "Haute-Saône", "27", "Bourgogne-Franche-Comté"),
        new("71", "Saône-et-Loire", "27", "Bourgogne-Franche-Comté"),
        new("72", "Sarthe", "52", "Pays de la Loire"),
        new("73", "Savoie", "84", "Auvergne-Rhône-Alpes"),
        new("74", "Haute-Savoie", "84", "Auvergne-Rhône-Alpes"),
        new("75", "Paris", "11", "Île-de-France"),
        new("76", "Seine-Maritime", "28", "Normandie"),
        new("77", "Seine-et-Marne", "11", "Île-de-France"),
        new("78", "Yvelines", "11", "Île-de-France"),
        new("79", "Deux-Sèvres", "75", "Nouvelle-Aquitaine"),
        new("80", "Somme", "32", "Hauts-de-France"),
        new("81", "Tarn", "76", "Occitanie"),
        new("82", "Tarn-et-Garonne", "76", "Occitanie"),
        new("83", "Var", "93", "Provence-Alpes-Côte d'Azur"),
        new("84", "Vaucluse", "93", "Provence-Alpes-Côte d'Azur"),
        new("85", "Vendée", "52", "Pays de la Loire"),
        new("86", "Vienne", "75", "Nouvelle-Aquitaine"),
        new("87", "Haute-Vienne", "75", "Nouvelle-Aquitaine"),
        new("88", "Vosges", "44", "Grand Est"),
        new("89", "Yonne", "27", "Bourgogne-Franche-Comté"),
        new("90", "Territoire de Belfort", "27", "Bourgogne-Franche-Comté"),
        new("91", "Essonne", "11", "Île-de-France"),
        new("92", "Hauts-de-Seine", "11", "Île-de-France"),
        new("93", "Seine-Saint-Denis", "11", "Île-de-France"),
        new("94", "Val-de-Marne", "11", "Île-de-France"),
        new("95", "Val-d'Oise", "11", "Île-de-France"),
        new("971", "Guadeloupe", "01", "Guadeloupe"),
        new("972", "Martinique", "02", "Martinique"),
        new("973", "Guyane", "03", "Guyane"),
        new("974", "La Réunion", "04", "La Réunion"),
        new("975", "Saint-Pierre-et-Miquelon", "975", "Saint-Pierre-et-Miquelon"),
        new("976", "Mayotte", "06", "Mayotte"),
        new("977", "Saint-Barthélemy", "977", "Saint-Barthélemy"),
        new("978", "Saint-Martin", "978", "Saint-Martin"),
        new("984", "Terres australes et antarctiques françaises", "984", "Terres australes et antarctiques françaises"),
        new("986", "Wallis-et-Futuna", "986", "Wallis-et-Futuna"),
        new("987", "Polynésie française", "987", "Polynésie française"),
        new("988", "Nouvelle-Calédonie", "988", "Nouvelle-Calédonie"),
    ];

    private static readonly Dictionary<string, Department> ByCode = All.ToDictionary(department => department.Code);

    /// <summary>The département with this code (<c>2a</c> is read as <c>2A</c>), or null.</summary>
    public static Department? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code.Trim().ToUpperInvariant());

    /// <summary>The département of a French postcode, or null when it is none: not five digits, Monaco (980xx), armies, never used.
    /// A postcode is an address of La Poste: a few hundred communes at a border have the postcode of the département next to theirs.</summary>
    public static Department? OfPostcode(string? postcode)
    {
        if (!IsPostcode(postcode))
            return null;

        return postcode switch
        {
            "97133" => ByCode["977"],
            "97150" => ByCode["978"],
            ['2', '0', '0' or '1', ..] => ByCode["2A"],
            ['2', '0', '2' or '6', ..] => ByCode["2B"],
            ['9', '7' or '8', ..] => ByCode.GetValueOrDefault(postcode[..3]),
            _ => ByCode.GetValueOrDefault(postcode[..2]),
        };
    }

    internal static bool IsPostcode([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text) =>
        text is { Length: 5 } && text.All(char.IsAsciiDigit);
}
