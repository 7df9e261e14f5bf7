using Lucene.Net.Util.Automaton;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Finds, among the stems of the fiches, those of the same family ("actualiser", "actualisation") and the one that was misspelt.</summary>
internal sealed class NearWords(IEnumerable<string> known)
{
    // Six letters in common and at most one more in the shorter word: a lower bar ties "compte" to "compléter".
    private const int FamilyLetters = 6;
    // In shorter stems one letter makes another word: "recette" found "récent".
    private const int ShortestMisspelt = 7;

    private readonly HashSet<string> stems = [.. known];

    public IEnumerable<string> Of(string stem)
    {
        var family = stems.Where(other => other != stem && SameFamily(stem, other)).Order(StringComparer.Ordinal).ToList();
        if (family.Count > 0 || stems.Contains(stem) || stem.Length is < ShortestMisspelt or > 30)
            return family;
        var near = new CharacterRunAutomaton(new LevenshteinAutomata(stem, true).ToAutomaton(1));
        return stems.Where(other => other.Length >= ShortestMisspelt && other[0] == stem[0] && near.Run(other)).Order(StringComparer.Ordinal);
    }

    private static bool SameFamily(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        return common >= FamilyLetters && common >= Math.Min(a.Length, b.Length) - 1;
    }
}
