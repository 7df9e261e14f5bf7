using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Steering;

namespace ServiceRouter.Host.Exercises;

/// <summary>An exercise's report as a program reads it: its account at the end, by which it is judged, and the present one. Times in milliseconds; null where it was not seen.</summary>
internal sealed record ExerciseFile(
    Guid Id, ExerciseKind Kind, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome, string? ClosedBy,
    ExerciseAccount Account, bool AskedEqualsAccounted, IReadOnlyList<ExerciseFile.Promise> Promises, IReadOnlyList<ExerciseFile.Line> Course)
{
    /// <summary>As it is now: what was missing at the end may have come back, and what was open may have been closed.</summary>
    public required ExerciseAccount AccountNow { get; init; }

    /// <summary>Its messages that failed for good until now, also after its end: no desk shows them.</summary>
    public IReadOnlyList<PlayedMessageFailed> FailedForGood { get; init; } = [];

    /// <summary>What one citizen was promised.</summary>
    public sealed record Promise(int Citizen, ExerciseKind Drill, DateTimeOffset? AskedAt, string? Receipt, string? Door, long? ToReceipt, long? ToDesk);

    /// <summary>One line of the course.</summary>
    public sealed record Line(DateTimeOffset At, ExerciseKind Drill, string Who, string What, string? Page, int? Status, string? Sentence, long? Took);

    public static JsonSerializerOptions Format { get; } = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() },
    };

    public static ExerciseFile Of(ExerciseReport report) => new(
        report.Exercise.Id, report.Exercise.Kind, report.Exercise.StartedBy, report.Exercise.StartedAt, report.Exercise.EndedAt,
        report.IsBrokenOff ? nameof(ExerciseOutcome.BrokenOff) : report.Exercise.Outcome?.ToString() ?? "Running", report.Exercise.ClosedBy, report.AtTheEnd, report.AtTheEnd.Agrees,
        [.. report.Citizens.Select(c => new Promise(c.Number, c.Drill, c.AskedAt, c.Receipt, c.Door, c.ReceiptMilliseconds, c.DeskMilliseconds))],
        [.. report.Steps.Select(s => new Line(s.At, s.Drill, s.Who, s.What, s.Path, s.Status, s.Sentence, s.TookMilliseconds))])
    {
        AccountNow = report.Account,
        FailedForGood = report.FailedForGood,
    };

    /// <summary>Its course for a spreadsheet; hours in UTC.</summary>
    public byte[] ToCsv()
    {
        var csv = new StringBuilder("heure;exercice;qui;quoi;page;statut;phrase;millisecondes\r\n");
        foreach (var line in Course)
        {
            csv.AppendJoin(';', new[]
            {
                line.At.ToString("O", CultureInfo.InvariantCulture), line.Drill.ToString(), line.Who, line.What, line.Page, line.Status?.ToString(CultureInfo.InvariantCulture),
                line.Sentence, line.Took?.ToString(CultureInfo.InvariantCulture),
            }.Select(FrenchCsv.Cell)).Append("\r\n");
        }
        return FrenchCsv.Bytes(csv);
    }

    /// <summary>As a person reads it in a terminal, in French.</summary>
    public void WriteTo(TextWriter output)
    {
        foreach (var line in Course)
        {
            output.WriteLine($"{ExerciseWords.Clock(line.At)}  {line.Who} {line.What}{(line.Took is { } took ? $" ({took} ms)" : "")}");
            if (line.Page is not null) output.WriteLine($"            [{line.Status}] {line.Page} : {line.Sentence}");
        }
        output.WriteLine();
        foreach (var p in Promises)
            output.WriteLine($"Usager {p.Citizen} : récépissé {p.Receipt ?? "aucun"}, porte {ExerciseWords.Door(p.Door)}, récépissé en {ExerciseWords.Milliseconds(p.ToReceipt)}, vu à un bureau en {ExerciseWords.Milliseconds(p.ToDesk)}");
        output.WriteLine();
        output.WriteLine(ExerciseWords.Account(Account));
        foreach (var sentence in ExerciseWords.Faults(Account)) output.WriteLine(sentence);
        if (ExerciseWords.Since(Account, AccountNow) is { } since) output.WriteLine(since);
        foreach (var sentence in ExerciseWords.FailedForGood(FailedForGood)) output.WriteLine(sentence);
        output.WriteLine(ExerciseWords.Verdict(Outcome, Account));
    }
}
