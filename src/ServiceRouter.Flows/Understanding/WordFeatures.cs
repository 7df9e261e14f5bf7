namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// What <see cref="LearntEar"/> sees of a sentence: the stems of all its words, pairs of neighbours and pairs with one word between them. Small words count: "je", "me", "qui" and "pas"
/// are what tells a cry from a question about the same thing, other than in <see cref="SentenceFeatures"/>.
/// </summary>
internal static class WordFeatures
{
    public const char Word = 'w';

    private const char Pair = 'p';
    private const char Apart = 's';

    public static Dictionary<FeatureName, float> Of(string text)
    {
        var stems = PlainWords.Of(text).Select(word => word == "." ? word : SentenceFeatures.Stem(word)).ToList();
        var names = new HashSet<FeatureName>();
        for (var i = 0; i < stems.Count; i++)
        {
            if (stems[i] != ".") names.Add(FeatureName.Of(Word, stems[i]));
            if (i + 1 < stems.Count) names.Add(FeatureName.Of(Pair, stems[i], stems[i + 1]));
            if (i + 2 < stems.Count) names.Add(FeatureName.Of(Apart, stems[i], stems[i + 2]));
        }
        var weight = 1 / MathF.Sqrt(Math.Max(1, names.Count));
        return names.ToDictionary(name => name, _ => weight);
    }
}
