namespace ServiceRouter.Flows.Understanding;

/// <summary>Frequent French words in plain form, by families ("message", "messages"), read once from french-words.txt: what is written right is not corrected into another word.</summary>
internal static class FrenchLexicon
{
    private static readonly Dictionary<string, string[]> Families = Read();

    /// <summary>The forms of a right word; null for a word that is not on the list.</summary>
    public static string[]? FamilyOf(string word) => Families.GetValueOrDefault(word);

    private static Dictionary<string, string[]> Read()
    {
        using var list = new StreamReader(typeof(FrenchLexicon).Assembly.GetManifestResourceStream("french-words.txt")!);
        var families = new Dictionary<string, string[]>(StringComparer.Ordinal);
        while (list.ReadLine() is { } line)
        {
            if (line is ['#', ..]) continue;
            var family = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in family) families.TryAdd(word, family);
        }
        return families;
    }
}
