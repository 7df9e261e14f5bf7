namespace ServiceRouter.Tests.Understanding;

/// <summary>
/// The sentences under flows/heard of every file of a kind: a label, a tab, a sentence; lines that begin with # are remarks. The rules were mended on the first thirteen sets; the later ones are
/// only learnt from.
/// </summary>
internal static class Corpus
{
    private static readonly string[] OnlyLearnt = ["fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third"];

    public static IReadOnlyList<(string Label, string Text)> Asks => Of("asks", Ruled);

    public static IReadOnlyList<(string Label, string Text)> LookAlikes => Of("look-alikes", Ruled);

    public static IReadOnlyList<(string Label, string Text)> Cries => Of("distress", Ruled);

    public static IReadOnlyList<(string Label, string Text)> Calm => Of("calm", Ruled);

    public static IReadOnlyList<(string Label, string Text)> Procedures => Of("procedures", Ruled);

    /// <summary>Those of a kind that no rule was written for.</summary>
    public static IReadOnlyList<(string Label, string Text)> Learnt(string kind) => Of(kind, file => !Ruled(file));

    /// <summary>Every sentence for which rules were written.</summary>
    public static IEnumerable<string> RuledTexts => Files("").Where(Ruled).SelectMany(Rows).Select(row => row.Text);

    private static (string Label, string Text)[] Of(string kind, Func<string, bool> which)
    {
        var files = Files(kind).Where(which).ToList();
        files.Should().NotBeEmpty();
        return [.. files.SelectMany(Rows)];
    }

    private static IEnumerable<string> Files(string kind) => Directory.GetFiles(Repository.Folder("flows", "heard"), $"*{kind}.tsv").Order(StringComparer.Ordinal);

    private static bool Ruled(string file) => !OnlyLearnt.Any(set => Path.GetFileName(file).StartsWith(set, StringComparison.Ordinal));

    private static IEnumerable<(string Label, string Text)> Rows(string file) => File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#').Select(Row);

    private static (string Label, string Text) Row(string line)
    {
        var cells = line.Split('\t');
        return cells.Length == 2 ? (cells[0], cells[1]) : throw new InvalidDataException($"Not a label and a sentence: {line}");
    }
}
