namespace ServiceRouter.Tests.Understanding;

/// <summary>The sentences of the corpora beside this file: a label, a tab, a sentence; lines that begin with # are remarks.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Label, string Text)> Of(params string[] names) =>
        [.. names.SelectMany(name => File.ReadLines(Repository.Folder("tests", "ServiceRouter.Tests", "Understanding", name + ".tsv"))).Where(l => l.Length > 0 && l[0] != '#').Select(Row)];

    private static (string Label, string Text) Row(string line)
    {
        var cells = line.Split('\t');
        return cells.Length == 2 ? (cells[0], cells[1]) : throw new InvalidDataException($"Not a label and a sentence: {line}");
    }
}
