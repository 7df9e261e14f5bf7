namespace ServiceRouter.Flows.Understanding;

/// <summary>One feature of a sentence: its number in a <see cref="FeatureIndex"/>, and what it weighs in the sentence.</summary>
internal readonly record struct Feature(int Number, float Value);

/// <summary>
/// Gives the features of sentences numbers while they are learnt. Models that learn from the same sentences share one, so that the names, of which there are hundreds of thousands, are in memory once.
/// </summary>
internal sealed class FeatureIndex
{
    private readonly Dictionary<FeatureName, int> numbers = [];

    public int Count => numbers.Count;

    public bool Knows(FeatureName name) => numbers.ContainsKey(name);

    /// <summary>The features of a sentence to learn from; those that are new get numbers.</summary>
    public Feature[] Learn(Dictionary<FeatureName, float> features)
    {
        foreach (var name in features.Keys) numbers.TryAdd(name, numbers.Count);
        return Known(features);
    }

    /// <summary>Those features of a sentence that were learnt.</summary>
    public Feature[] Known(Dictionary<FeatureName, float> features)
    {
        var known = new List<Feature>(features.Count);
        foreach (var (name, value) in features)
            if (numbers.TryGetValue(name, out var number)) known.Add(new Feature(number, value));
        return [.. known];
    }
}
