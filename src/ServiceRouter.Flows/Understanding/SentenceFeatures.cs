namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// What the classifier sees of a sentence: word stems, pairs of stems, and the letters inside the words (3 to 5 in a row,
/// on the folded word and on its sound), so that an unseen spelling still looks like a seen one.
/// </summary>
internal static class SentenceFeatures
{
    private static readonly HashSet<string> Empty =
    [
        .. "le la les l un une des du de d a au aux en y et ou que qu qui quoi ce cet cette ces c ca sa je j tu il elle on nous vous ils elles me m te t se s mon ma mes ton ta tes son ses notre nos votre vos leur leurs lui ne n pas est es suis etes sommes sont ai as avons avez ont etre avoir fait faire fais faut . est_ce si car donc mais plus tres bien tout tous toute toutes bonjour bonsoir merci svp madame monsieur alors aussi comme pour par avec sans dans sur sous chez ici la"
            .Split(' '),
    ];

    private const char Pair = 'p';
    private const char Letter = 'l';
    private const char Heard = 's';

    public static Dictionary<FeatureName, float> Of(string text)
    {
        var features = new Dictionary<FeatureName, float>();
        var (before, stemBefore) = ((string?)null, "");
        foreach (var word in PlainWords.Of(text))
        {
            if (word == ".") { before = null; continue; }
            var stem = Stem(word);
            if (before is not null && !(Empty.Contains(word) && Empty.Contains(before))) Add(features, FeatureName.Of(Pair, stemBefore, stem), 0.5f);
            (before, stemBefore) = (word, stem);
            if (Empty.Contains(word)) continue;
            Add(features, FeatureName.Of(WordFeatures.Word, stem), 1);
            Letters(word, features);
        }
        var length = MathF.Sqrt(features.Values.Sum(v => v * v));
        if (length > 0)
            foreach (var name in features.Keys) features[name] /= length;
        return features;
    }

    public static string Stem(string word)
    {
        if (word.Length <= 4) return word.Length == 4 && word[^1] is 's' or 'e' ? word[..^1] : word;
        return Sound.Of(word) is { Length: >= 3 } sound ? sound : word;
    }

    private static void Letters(string word, Dictionary<FeatureName, float> features)
    {
        if (word.Length < 3) return;
        var framed = "<" + word + ">";
        for (var size = 3; size <= 5; size++)
            for (var i = 0; i + size <= framed.Length; i++)
                Add(features, FeatureName.Of(Letter, framed.AsSpan(i, size)), 0.3f);
        if (word.Length < 5) return;
        var sound = "[" + Sound.Of(word) + "]";
        for (var i = 0; i + 4 <= sound.Length; i++)
            Add(features, FeatureName.Of(Heard, sound.AsSpan(i, 4)), 0.3f);
    }

    private static void Add(Dictionary<FeatureName, float> features, FeatureName name, float value) =>
        features[name] = features.TryGetValue(name, out var already) ? Math.Min(already + (value * 0.5f), value * 2) : value;
}
