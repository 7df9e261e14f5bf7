using System.Globalization;
using System.Text.Json;
using ServiceRouter.Host.Steering;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Commands;

/// <summary>
/// <c>./run verify-export FILE [--published FILE]</c>: checks an auditor's export without database and network. The other file is a copy of
/// /registre/ancrages.csv or /registre.json that somebody kept.
/// </summary>
internal static class VerifyExportCommand
{
    // No hash covers the one; a whole request that is left out, or the end of a log with the days that prove it, leaves no trace in the other days' proofs.
    private const string NotProved = "not proved by this file: who said something and when (said), that no request was left out of it, and that no log went on after its last entry";

    private const int MostNamed = 20;

    private const string Usage = "usage: ./run verify-export FILE [--published FILE]";

    /// <returns>0; 1 when something in it is wrong, which is named; 2 when a file cannot be read.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (args is not ([_] or [_, "--published", _]) || args[0].StartsWith('-'))
        {
            await log.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            var export = JsonSerializer.Deserialize<LogExport>(await File.ReadAllTextAsync(args[0]), ExportLogCommand.Format);
            var published = args.Length == 3 ? PublishedAnchors.Read(await File.ReadAllTextAsync(args[2])) : new Dictionary<DateOnly, string>();
            if (LogExport.IsWhole(export)) return await TellAsync(VerifyExport.Run(export, published), published.Count > 0, output);
            await log.WriteLineAsync($"{args[0]} is no export of an event log.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            await log.WriteLineAsync(e.Message);
        }
        return 2;
    }

    private static async Task<int> TellAsync(ExportReport report, bool compared, TextWriter output)
    {
        if (report.Lacking.Count > 0)
            await output.WriteLineAsync($"{report.Lacking.Count} days were published and are not in the file: {string.Join(", ", report.Lacking.Take(MostNamed).Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}{(report.Lacking.Count > MostNamed ? ", …" : "")}: it was made before they were anchored, or they were cut away");
        if (report.Fault is { } fault)
        {
            await output.WriteLineAsync($"broken: {fault}");
            return 1;
        }
        await output.WriteLineAsync($"{report.Requests} requests, {report.Entries} entries: every hash is right; {report.ProvedEntries} entries of {report.Proved} requests are under a day's root");
        if (report.Withheld > 0)
            await output.WriteLineAsync($"{report.Withheld} askings are without their facts, since the words of their requests are kept: of these the hash is proved and nothing else; ask for them again when the words are erased, or by their receipts");
        await output.WriteLineAsync(NotProved);
        if (compared)
            await output.WriteLineAsync(report.Confirmed is [.., var newest]
                ? $"the kept copy of the public register confirms {report.Confirmed.Count} of {report.Days} days, the last of them {newest:yyyy-MM-dd}"
                : "the kept copy of the public register has none of the days of this file: it confirms nothing of it");
        if (report.Last is { } last && !report.Confirmed.Contains(last.Day))
            await output.WriteLineAsync($"compare with the public register: {last.Day:yyyy-MM-dd} {last.Hash}");
        return 0;
    }
}
