namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// What a feature is called: its kind and 64 bits of what it is made of, instead of a text of its own for each of some hundred of a sentence. Of a million features two share a name in one of
/// thirty million cases, and all that is wrong then is a weight.
/// </summary>
/// <param name="Kind">One of the kinds that the maker of the features knows.</param>
/// <param name="Hash">FNV-1a over its characters: the same in each process.</param>
internal readonly record struct FeatureName(char Kind, ulong Hash)
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static FeatureName Of(char kind, ReadOnlySpan<char> text) => new(kind, Add(Basis, text));

    public static FeatureName Of(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second) => new(kind, Add(Add(Add(Basis, first), "_"), second));

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text) hash = (hash ^ c) * Prime;
        return hash;
    }

    public override int GetHashCode() => (int)(Hash ^ (Hash >> 32)) ^ Kind;
}
