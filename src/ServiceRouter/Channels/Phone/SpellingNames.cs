namespace ServiceRouter.Channels.Phone;

/// <summary>How a letter is dictated so that it is not taken for another: the first names of the French telephone, plain letters elsewhere.</summary>
internal static class SpellingNames
{
    private static readonly Dictionary<char, string> French = new()
    {
        ['A'] = "A comme Anatole", ['C'] = "C comme Célestin", ['D'] = "D comme Désiré", ['E'] = "E comme Eugène", ['F'] = "F comme François",
        ['H'] = "H comme Henri", ['J'] = "J comme Joseph", ['K'] = "K comme Kléber", ['L'] = "L comme Louis", ['M'] = "M comme Marcel",
        ['N'] = "N comme Nicolas", ['P'] = "P comme Pierre", ['R'] = "R comme Raoul", ['T'] = "T comme Thérèse", ['U'] = "U comme Ursule",
        ['V'] = "V comme Victor", ['W'] = "W comme William", ['X'] = "X comme Xavier", ['Y'] = "Y comme Yvonne",
    };

    public static string Of(char sign, string language) =>
        language == "fr" && French.TryGetValue(sign, out var name) ? name : sign.ToString();
}
