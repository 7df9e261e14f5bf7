using System.Globalization;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Reads one fiche: lines of <c>key: value</c> between two lines of dashes, then Markdown.</summary>
internal sealed class FicheReader
{
    private const string Dashes = "---";
    private static readonly string[] Keys = ["id", "title", "source", "read", "reviewed_by", "procedures"];

    private readonly string file;
    private readonly List<FicheProblem> problems = [];
    private readonly Dictionary<string, (string Value, int Line)> head = [];

    private FicheReader(string file) => this.file = file;

    /// <param name="text">The file's text.</param>
    /// <param name="file">As it shall stand in the problems; its name without extension must be the fiche's id.</param>
    /// <returns>The fiche, or null and at least one problem. Never throws for what the file holds.</returns>
    public static (Fiche? Fiche, IReadOnlyList<FicheProblem> Problems) Read(string text, string file)
    {
        var reader = new FicheReader(file);
        var fiche = reader.Read(text);
        return (reader.problems.Count == 0 ? fiche : null, reader.problems);
    }

    private Fiche? Read(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].TrimEnd() == Dashes ? Array.FindIndex(lines, 1, line => line.TrimEnd() == Dashes) : -1;
        if (end < 0)
        {
            Add(1, "the file must begin with its keys between two lines of ---");
            return null;
        }

        for (var i = 1; i < end; i++)
            ReadKey(lines[i], i + 1);
        foreach (var missing in Keys.Where(key => !head.ContainsKey(key)))
            Add(end + 1, $"`{missing}` is missing");

        var passages = MarkdownText.Passages(string.Join('\n', lines[(end + 1)..]));
        if (passages.Count == 0)
            Add(end + 1, "the fiche has no text");
        var (id, source, read, procedures) = (Id(), Source(), Day(), Procedures());
        return problems.Count > 0 ? null : new(id, head["title"].Value, source!, read, head["reviewed_by"].Value, procedures, passages);
    }

    // Not read as YAML: titles hold " : ", which French typography wants and YAML refuses.
    private void ReadKey(string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var key = colon < 0 ? line.Trim() : line[..colon].Trim();
        var value = colon < 0 ? "" : line[(colon + 1)..].Trim().Trim('"');
        if (!Keys.Contains(key))
            Add(number, $"unknown key `{key}`; the keys are {string.Join(", ", Keys)}");
        else if (value.Length == 0)
            Add(number, $"`{key}` is empty");
        if (!head.TryAdd(key, (value, number)))
            Add(number, $"`{key}` stands twice");
    }

    private string Id()
    {
        if (head.TryGetValue("id", out var id) && id.Value != Path.GetFileNameWithoutExtension(file))
            Add(id.Line, $"`id: {id.Value}` must be the name of its file");
        return id.Value ?? "";
    }

    private Uri? Source()
    {
        if (!head.TryGetValue("source", out var source))
            return null;
        if (Uri.TryCreate(source.Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
            return address;
        Add(source.Line, "`source` must be an https address");
        return null;
    }

    private DateOnly Day()
    {
        if (head.TryGetValue("read", out var read)
            && !DateOnly.TryParseExact(read.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Add(read.Line, "`read` must be a day, such as 2026-11-23");
            return default;
        }

        return read.Value is null ? default : DateOnly.ParseExact(read.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private string[] Procedures()
    {
        if (!head.TryGetValue("procedures", out var list))
            return [];
        if (list.Value is ['[', .. var inside, ']'])
            return inside.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Add(list.Line, "`procedures` must be a list in brackets, such as [carte_grise]");
        return [];
    }

    private void Add(int line, string reason) => problems.Add(new(file, line, reason));
}
