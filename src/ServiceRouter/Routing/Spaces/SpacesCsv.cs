using CsvHelper;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Reads the published list (CSV, columns found by name, comma or semicolon). A bad row is reported and left out.</summary>
internal static class SpacesCsv
{
    private const string NeverClosed = "a quote is opened and never closed";

    private static readonly string[] Needed = ["id_fs", "insee_dep", "lib_fs", "code_postal", "lib_com", "latitude", "longitude"];
    private static readonly string[] Optional =
        ["adresse", "complement_adresse", "telephone", "prise_rdv", "commentaire", "format_fs", "labellisation_fs"];

    public static SpacesReading Read(string text, DateOnly? knownDate)
    {
        var problems = new List<RowProblem>();
        using var csv = CsvReader.FromText(text, HowToRead(problems));
        csv.ReadHeader();
        var columns = csv.Headers.Select(name => name.Trim().ToLowerInvariant()).ToHashSet();
        if (columns.Count == 0)
            return SpacesReading.Refused("the file is empty");
        if (Needed.Where(name => !columns.Contains(name)).ToList() is { Count: > 0 } absent)
            return SpacesReading.Refused($"not a list of France Services spaces: no column {string.Join(", ", absent)}");
        if (!SpaceRow.DayColumns.Any(day => columns.Contains(day.Column)))
            return SpacesReading.Refused("not a list of France Services spaces: no column of opening hours (h_lundi, …)");

        var rows = new List<SpaceRow>();
        while (csv.Read())
            rows.Add(SpaceRow.Of(csv));

        // Such a quote swallows every row behind it: one problem that hides a thousand.
        if (problems.Find(problem => problem.Reason == NeverClosed) is { } swallowing)
            return SpacesReading.Refused($"line {swallowing.Line}: {NeverClosed}");

        var missing = Optional.Concat(SpaceRow.PublishedDayColumns).Where(name => !columns.Contains(name)).ToList();
        return Understand(rows, problems, missing, knownDate ?? ListDate.LatestLabel(rows));
    }

    private static SpacesReading Understand(List<SpaceRow> rows, List<RowProblem> problems, List<string> missing, DateOnly? date)
    {
        if (date is not { } listDate)
            return SpacesReading.Refused("the date of the list is not in the file name, and no row has a label date");

        var spaces = new List<Space>(rows.Count);
        var ids = new HashSet<string>();
        foreach (var row in rows)
        {
            if (row.TryUnderstand(listDate, out var space, out string reason) && ids.Add(space.Id))
                spaces.Add(space);
            else
                problems.Add(new RowProblem(row.Line, space is null ? reason : $"the identifier {space.Id} is already used"));
        }

        // More rows bad than good: the columns have another meaning than ours. Better yesterday's list than half of a wrong one.
        if (spaces.Count <= problems.Count)
        {
            string first = problems.Count > 0 ? $"; line {problems[0].Line}: {problems[0].Reason}" : "";
            return SpacesReading.Refused($"{spaces.Count} rows could be read and {problems.Count} could not{first}");
        }

        return new SpacesReading(spaces, [.. problems.OrderBy(problem => problem.Line)], missing, listDate, Refusal: null);
    }

    private static CsvReaderOptions HowToRead(List<RowProblem> problems) => new()
    {
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = record => problems.Add(new RowProblem((int)record.LineNumber, Words(record.Reason))),
    };

    private static string Words(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "the row has more or fewer values than the header has columns",
        CsvMalformedReason.UnterminatedQuote => NeverClosed,
        _ => "quotes are not closed or not doubled",
    };
}
