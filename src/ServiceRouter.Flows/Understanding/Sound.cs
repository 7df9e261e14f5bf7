using System.Text;

namespace ServiceRouter.Flows.Understanding;

/// <summary>A rough key of how a French word sounds: two spellings of the same sound get the same key. Input: folded lower-case letters.</summary>
internal static class Sound
{
    // Order matters: longer spellings of a sound first.
    private static readonly (string Spelt, string Sound)[] Spellings =
    [
        ("eaux", "o"), ("eau", "o"), ("aux", "o"), ("au", "o"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("ch", "$"), ("sh", "$"),
        ("gn", "N"), ("aill", "ay"), ("eill", "ey"), ("ill", "iy"), ("ain", "1"), ("ein", "1"), ("aim", "1"), ("oin", "w1"), ("ien", "y1"), ("ai", "e"), ("ei", "e"), ("eu", "e"), ("oeu", "e"),
        ("ou", "u"), ("oi", "wa"), ("am", "a~m"), ("an", "a~"), ("em", "a~m"), ("en", "a~"), ("om", "o~m"), ("on", "o~"), ("in", "1"), ("im", "1m"), ("un", "1"),
        ("tion", "sio~"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"), ("c", "k"), ("w", "v"), ("y", "i"), ("h", ""), ("x", "ks"), ("z", "s"),
    ];

    private static readonly Dictionary<char, (string Spelt, string Sound)[]> ByFirst = Spellings.GroupBy(s => s.Spelt[0]).ToDictionary(same => same.Key, same => same.ToArray());

    public static string Of(string word)
    {
        var bare = WithoutSilentEnd(word);
        var key = new StringBuilder(bare.Length);
        for (var i = 0; i < bare.Length;)
        {
            var (taken, sound) = At(bare, i);
            foreach (var c in sound)
                if (key.Length == 0 || key[^1] != c) key.Append(c);
            i += taken;
        }
        return key.ToString();
    }

    private static (int Taken, string Sound) At(string word, int i)
    {
        foreach (var (spelt, sound) in ByFirst.GetValueOrDefault(word[i], []))
            if (word.AsSpan(i).StartsWith(spelt, StringComparison.Ordinal)) return (spelt.Length, sound);
        return (1, word[i].ToString());
    }

    private static string WithoutSilentEnd(string word)
    {
        foreach (var end in (ReadOnlySpan<string>)["ees", "ee", "es", "ez", "er", "ent", "et", "ait", "ais", "aient", "ai"])
            if (word.Length > end.Length + 3 && word.EndsWith(end, StringComparison.Ordinal)) return word[..^end.Length];
        var length = word.Length;
        while (length > 3 && word[length - 1] is 'e' or 's' or 't' or 'd' or 'x' or 'z' or 'p') length--;
        return word[..length];
    }
}
