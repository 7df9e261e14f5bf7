namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Brings a misspelt word back to a word that the rules know: same sound, or one letter away (two in a long word). A right word
/// (<see cref="FrenchLexicon"/>) becomes at most another form of itself: "messages" is "message", but "créer" is not "crever".
/// </summary>
internal sealed class Spelling
{
    // A word that raises the alarm by itself is put in the place of no shorter word than this, unless it sounds the same.
    private const int LeastForGrave = 7;

    private readonly HashSet<string> known;
    private readonly HashSet<string> grave;
    private readonly Dictionary<string, string> bySound = new(StringComparer.Ordinal);
    private readonly string[][] byLength;

    /// <param name="words">The words of the rules: they stay what they are.</param>
    /// <param name="targets">Those that a misspelt word may become.</param>
    /// <param name="grave">Those that raise the alarm by themselves.</param>
    public Spelling(IEnumerable<string> words, IEnumerable<string> targets, IEnumerable<string> grave)
    {
        known = [.. words.Where(w => w.Length > 0)];
        this.grave = [.. grave];
        var near = targets.Where(Latin).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var word in near.Where(w => w.Length >= 5))
            bySound.TryAdd(Sound.Of(word), word);
        byLength = [.. Enumerable.Range(0, 32).Select(n => near.Where(w => w.Length == n && n >= 6).ToArray())];
    }

    public List<string> Correct(List<string> words)
    {
        var corrected = new List<string>(words.Count);
        foreach (var word in words)
            corrected.Add(Correct(word));
        return corrected;
    }

    private string Correct(string word)
    {
        if (word.Length < 4 || word.Length > 30 || known.Contains(word) || !Latin(word)) return word;
        if (FrenchLexicon.FamilyOf(word) is { } family) return family.FirstOrDefault(form => SoundsLike(form, word)) ?? word;
        if (bySound.TryGetValue(Sound.Of(word), out var same) && Math.Abs(same.Length - word.Length) <= (word.Length == 4 ? 1 : 3)) return same;
        if (word.Length == 4) return word;
        var allowed = word.Length >= 9 ? 2 : 1;
        for (var distance = 1; distance <= allowed; distance++)
            for (var length = Math.Max(6, word.Length - distance); length <= word.Length + distance && length < byLength.Length; length++)
                foreach (var candidate in byLength[length])
                    if (candidate[0] == word[0] && (word.Length >= LeastForGrave || !grave.Contains(candidate)) && Distance.Within(word, candidate, distance)) return candidate;
        return word;
    }

    private bool SoundsLike(string form, string word) => bySound.TryGetValue(Sound.Of(word), out var same) && same == form;

    private static bool Latin(string word)
    {
        foreach (var c in word)
            if (c is < 'a' or > 'z') return false;
        return true;
    }
}
