using System.Text;
using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Hostile;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 19: names, numbers and words that occur nowhere else are put into every input, right and wrong, also while the database is away. Afterwards
/// they are looked for wherever they have no business: logs (our own categories at Debug), traces, metrics, the broker's files with all its queues,
/// the database server's log, exports, the event log. And they must be found where they are kept, or nothing was tried.
/// </summary>
internal sealed class CanaryData : ICase
{
    // What people said and gave, kept for the counsellor until retention erases it.
    private static readonly HashSet<string> Stores = ["activities", "notes", "ratings", "handoffs", "conversations"];

    public string Number => "19";

    public string Name => "planted personal data looked for outside its store";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        using var traces = TraceCollector.Start();
        await using var service = await Service.StartAsync(ground,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", traces.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("Logging:LogLevel:ServiceRouter", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Information"), ("Logging:LogLevel:MassTransit", "Information"));
        using var fronts = new Fronts(service.Nodes);
        var canaries = new Canaries(isLong ? 200 : 12);
        var planting = new PlantCanaries(fronts, canaries);
        await planting.EverywhereAsync();
        await log.WriteLineAsync("case 19: the same while the database is away");
        var postgres = await ground.Postgres;
        await postgres.KillAsync();
        await planting.WordsAsync(TimeSpan.FromSeconds(5));
        await postgres.StartAsync();
        await planting.EverywhereAsync();

        var places = new Dictionary<string, string>
        {
            ["traces"] = await traces.TextAsync(),
            ["metrics"] = string.Concat(await Task.WhenAll(Enumerable.Range(0, fronts.Count).Select(n => fronts.Node(n).GetStringAsync("/metrics")))),
        };
        foreach (var node in service.Nodes) places[$"log of {node.Name}"] = node.Log;
        foreach (var (name, text) in await planting.ExportsAsync()) places[name] = text;
        foreach (var (name, text) in ServerFiles(ground)) places[name] = text;

        var breaches = places.SelectMany(place => canaries.FoundIn(place.Value).Select(found => $"{found} is in the {place.Key}")).ToList();
        var kept = await RowsAsync(service, canaries, breaches);
        AreTried(places, kept, canaries, breaches);
        return new Verdict
        {
            Promises = canaries.All.Count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Breaches = breaches,
            Facts = places.GroupBy(p => p.Key.Split(':')[0]).ToDictionary(p => p.Key, p => $"{p.Sum(x => (long)x.Value.Length) >> 10} kB searched"),
        };
    }

    /// <summary>Everything that PostgreSQL wrote into its log, and every file of the brokers: queues, error queues, logs.</summary>
    private static IEnumerable<(string Name, string Text)> ServerFiles(Ground ground) =>
        Directory.EnumerateFiles(ground.Folder, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/broker-", StringComparison.Ordinal) || (file.Contains("/postgres-", StringComparison.Ordinal) && Path.GetFileName(file) == "log"))
            .Select(file => (file.Contains("/broker-", StringComparison.Ordinal) ? $"broker: {Path.GetFileName(file)}" : "PostgreSQL log", Read(file)))
            .GroupBy(file => file.Item1).Select(files => (files.Key, string.Concat(files.Select(f => f.Item2))));

    private static string Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            // Gone while we looked.
            return "";
        }
    }

    private static async Task<HashSet<string>> RowsAsync(Service service, Canaries canaries, List<string> breaches)
    {
        var kept = new HashSet<string>();
        foreach (var table in await service.QueryAsync("select tablename from pg_tables where schemaname = 'public'", r => r.GetString(0)))
        {
            var text = string.Join('\n', await service.QueryAsync($"select t::text from \"{table}\" t", r => r.GetString(0)));
            var found = canaries.FoundIn(text).ToList();
            if (Stores.Contains(table)) kept.UnionWith(found);
            else breaches.AddRange(found.Select(f => $"{f} is in the table {table}"));
        }
        return kept;
    }

    // A search that could not have found anything is no proof.
    private static void AreTried(Dictionary<string, string> places, HashSet<string> kept, Canaries canaries, List<string> breaches)
    {
        foreach (var kind in Canaries.Kept.Where(kind => !kept.Any(k => k.StartsWith(kind, StringComparison.Ordinal)))) breaches.Add($"no {kind} is where it is kept: it was not planted");
        foreach (var (place, sign) in (ReadOnlySpan<(string, string)>)[("traces", "demande/{receipt}"), ("metrics", "sr_handoff_moves_total"), ("journal", "previousHash"), ("figures.csv", ";")])
            if (!places.TryGetValue(place, out var text) || !text.Contains(sign, StringComparison.OrdinalIgnoreCase)) breaches.Add($"{place}: nothing was searched");
        if (!places.Any(p => p.Key.StartsWith("broker", StringComparison.Ordinal) && p.Value.Contains("HandoffWaiting", StringComparison.Ordinal))) breaches.Add("broker: no message was searched");
        if (canaries.All.Count == 0) breaches.Add("no canaries");
    }
}
