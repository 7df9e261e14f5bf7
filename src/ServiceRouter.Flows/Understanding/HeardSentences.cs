using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// The sentences under <c>flows/heard/</c>: <c>SET-asks.tsv</c>, <c>SET-look-alikes.tsv</c>, <c>SET-distress.tsv</c>, <c>SET-calm.tsv</c>, and questions that are none of these:
/// <c>SET-procedures.tsv</c> (the label is the procedure) and <c>SET-questions.tsv</c>. A line is a label, a tab and a sentence; a line that begins with # is a remark.
/// What the fiches say is learnt as well, as neither ask nor cry.
/// </summary>
public static partial class HeardSentences
{
    private const string FirstSet = "first";
    private const string Folder = "heard";
    private const string OwnSet = "own";
    private const string OwnFolder = "knowledge";

    private static readonly (string Ending, Func<string, HeardKind> Kind)[] Files =
    [
        ("asks", label => label == "human" ? HeardKind.Ask : HeardKind.Hint),
        ("look-alikes", _ => HeardKind.Neither),
        ("distress", _ => HeardKind.Cry),
        ("calm", _ => HeardKind.Neither),
        ("procedures", _ => HeardKind.Neither),
        ("questions", _ => HeardKind.Neither),
    ];

    /// <summary>Reads them all. A line or file that does not read is left out and named in the problems: nobody becomes deaf by it.</summary>
    public static (IReadOnlyList<HeardSentence> Sentences, IReadOnlyList<string> Problems) Load(string flowsFolder)
    {
        var folder = Path.Combine(flowsFolder, Folder);
        if (!Directory.Exists(folder)) return ([], [$"{folder}: no such folder; asks and cries are recognised by rules alone"]);
        var sentences = new List<HeardSentence>();
        var problems = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (Array.Find(Files, f => name.EndsWith(f.Ending, StringComparison.Ordinal)) is not { Kind: not null } kind) problems.Add($"{file}: the name ends with none of {string.Join(", ", Files.Select(f => f.Ending))}");
            else Read(file, name[..^kind.Ending.Length].TrimEnd('-') is { Length: > 0 } set ? set : FirstSet, kind.Kind, sentences, problems);
        }
        sentences.AddRange(Own(flowsFolder));
        return (sentences, problems);
    }

    // What the fiches say is calm, and mostly short: without it "elle ne marche plus ?" is like a cry, since most of what is short and sad was one.
    private static IEnumerable<HeardSentence> Own(string flowsFolder) =>
        from folder in (string[])[Path.Combine(flowsFolder, OwnFolder)]
        where Directory.Exists(folder)
        from file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal)
        from line in File.ReadLines(file)
        from sentence in SentenceEnd().Split(line.TrimStart('#', '-', '*', ' '))
        where sentence.Contains(' ', StringComparison.Ordinal)
        select new HeardSentence(OwnSet, HeardKind.Neither, null, sentence);

    private static void Read(string file, string set, Func<string, HeardKind> kind, List<HeardSentence> sentences, List<string> problems)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.Split('\t') is not [{ Length: > 0 } label, { Length: > 0 } text]) problems.Add($"{file}({number}): not a label, a tab and a sentence");
            else if (DistressOf(label) is not { } distress) problems.Add($"{file}({number}): {label} names no kind of distress");
            else sentences.Add(new HeardSentence(set, kind(label), distress == DistressKind.Unknown ? null : distress, text));
        }
    }

    [GeneratedRegex("(?<=[.!?:]) +")]
    private static partial Regex SentenceEnd();

    // "distress:Suicide"; null for a kind that there is not.
    private static DistressKind? DistressOf(string label) => label.Split(':') switch
    {
        [_] => DistressKind.Unknown,
        [_, var named] when Enum.TryParse<DistressKind>(named, out var kind) && Enum.IsDefined(kind) && kind != DistressKind.Unknown => kind,
        _ => null,
    };
}
