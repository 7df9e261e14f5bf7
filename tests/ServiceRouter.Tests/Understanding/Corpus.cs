namespace ServiceRouter.Tests.Understanding;

/// <summary>The sentences of the files beside this one, of every file of a kind: a label, a tab, a sentence; lines that begin with # are remarks.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Label, string Text)> Asks => Of("asks");

    public static IReadOnlyList<(string Label, string Text)> LookAlikes => Of("look-alikes");

    public static IReadOnlyList<(string Label, string Text)> Cries => Of("distress");

    public static IReadOnlyList<(string Label, string Text)> Calm => Of("calm");

    public static IReadOnlyList<(string Label, string Text)> Procedures => Of("procedures");

    private static (string Label, string Text)[] Of(string kind)
    {
        var files = Directory.GetFiles(Repository.Folder("tests", "ServiceRouter.Tests", "Understanding"), $"*{kind}.tsv").Order(StringComparer.Ordinal).ToList();
        files.Should().NotBeEmpty();
        return [.. files.SelectMany(File.ReadLines).Where(l => l.Length > 0 && l[0] != '#').Select(Row)];
    }

    private static (string Label, string Text) Row(string line)
    {
        var cells = line.Split('\t');
        return cells.Length == 2 ? (cells[0], cells[1]) : throw new InvalidDataException($"Not a label and a sentence: {line}");
    }
}
