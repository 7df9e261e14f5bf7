using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Hostile;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 19: names, numbers and words that occur nowhere else are put into every input, right and wrong, also while the database is away, and into messages that fail for good.
/// Afterwards they are looked for wherever they have no business: logs (our own categories at Debug), traces, metrics, the files of nodes with their journals, the broker's files and
/// what waits in its queues, the database server's log, exports, what commands print, the event log. And they must be found where they are kept, or nothing was tried.
/// </summary>
internal sealed class CanaryData : ICase
{
    private const string DeadLetters = "dead_letters";
    private const string ClosedNumber = "\"sealedNumber\":\\s*\"";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    // What people said and gave, kept for the counsellor until retention erases it.
    private static readonly HashSet<string> Stores = ["activities", "notes", "ratings", "handoffs", "conversations", "phone_calls", "sms_threads"];

    public string Number => "19";

    public string Name => "planted personal data looked for outside its store";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        using var traces = TraceCollector.Start();
        await using var provider = await PlayedProvider.StartAsync(Patience);
        await using var service = await Service.StartAsync(ground,
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", traces.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("Logging:LogLevel:ServiceRouter", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Information"), ("Logging:LogLevel:MassTransit", "Information"), .. provider.Account,
        ]);
        provider.Reach(service);
        using var fronts = new Fronts(service.Nodes);
        var breaches = new List<string>();
        var canaries = new Canaries(isLong ? 200 : 12);
        var planting = new PlantCanaries(fronts, canaries, provider);
        await planting.EverywhereAsync();
        await log.WriteLineAsync("case 19: the same while the database is away");
        var postgres = await ground.Postgres;
        await postgres.KillAsync();
        await planting.WithoutDatabaseAsync(isLong ? 20 : 4);
        var journals = string.Concat(service.Nodes.Select(node => node.Kept));
        if (!Holds(journals, ClosedNumber)) breaches.Add("journals: no number came into one, not even closed");
        await postgres.StartAsync();
        await IsTrueInTimeAsync(async () => await NumbersAsync(service) is var kept && planting.Carried.All(number => number.Any(kept.Contains)), "a number to call back is not in its store", breaches);
        var failed = await planting.FailAsync(service);
        await IsTrueInTimeAsync(async () => (await service.QueryAsync($"select id from {DeadLetters}", r => r.GetGuid(0))).ToHashSet() is var letters && failed.All(letters.Contains), "a message that failed is not in its store", breaches);
        await planting.EverywhereAsync();
        await IsTrueInTimeAsync(async () => await WaitingAsync(ground, service) == 0, "messages are left in a queue", breaches);

        var places = new Dictionary<string, string>
        {
            ["journals without a database"] = journals,
            ["traces"] = await traces.TextAsync(),
            ["metrics"] = string.Concat(await Task.WhenAll(Enumerable.Range(0, fronts.Count).Select(n => fronts.Node(n).GetStringAsync("/metrics")))),
            ["verify-log"] = await service.Nodes[0].RunCommandAsync("verify-log"),
            ["export-log"] = await service.Nodes[0].RunCommandAsync("export-log", planting.Receipt),
        };
        foreach (var node in service.Nodes) (places[$"log of {node.Name}"], places[$"files of {node.Name}"]) = (node.Log, node.Kept);
        foreach (var (name, text) in await planting.ExportsAsync(breaches)) places[name] = text;
        foreach (var (name, text) in ServerFiles(ground)) places[name] = text;

        // The brokers keep what they carried in logs of their own, after it was taken too (adr/0076): what the test itself has put into a message by hand is there.
        breaches.AddRange(places.SelectMany(place => canaries.FoundIn(place.Value).Where(found => !IsBroker(place.Key) || !planting.Failed.Contains(found)).Select(found => $"{found} is in the {place.Key}")));
        var kept = await RowsAsync(service, canaries, planting, breaches);
        AreTried(places, kept, canaries, breaches);
        breaches.AddRange(await AtRest.BreachesAsync(service));
        return new Verdict
        {
            Promises = canaries.All.Count, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Visible = [], Breaches = breaches,
            Facts = places.GroupBy(p => p.Key.Split(':')[0]).ToDictionary(p => p.Key, p => $"{p.Sum(x => (long)x.Value.Length) >> 10} kB searched")
                .Append(KeyValuePair.Create("numbers carried while the database was away", $"{planting.Carried.Count}")).ToDictionary(),
        };
    }

    private static bool Holds(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);

    private static bool IsBroker(string place) => place.StartsWith("broker", StringComparison.Ordinal);

    private static async Task IsTrueInTimeAsync(Func<Task<bool>> holds, string otherwise, List<string> breaches)
    {
        for (var clock = Stopwatch.StartNew(); !await holds(); await Task.Delay(BetweenLooks))
        {
            if (clock.Elapsed < Patience) continue;
            breaches.Add(otherwise);
            return;
        }
    }

    private static async Task<HashSet<string>> NumbersAsync(Service service) =>
        [.. await service.QueryAsync("select call_back_number from conversations where call_back_number is not null", r => r.GetString(0))];

    /// <summary>Messages in all queues of the service: its own, those of what failed or nobody took, and dead letters.</summary>
    private static async Task<int> WaitingAsync(Ground ground, Service service) =>
        (await (await ground.Broker).Nodes[0].ControlAsync("list_queues", "-p", service.Broker.VirtualHost, "messages", "--no-table-headers"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Sum(messages => int.Parse(messages, CultureInfo.InvariantCulture));

    /// <summary>Everything that PostgreSQL wrote into its log, and every file of the brokers: queues, error queues, logs; and what nodes share for the sign-in.</summary>
    private static IEnumerable<(string Name, string Text)> ServerFiles(Ground ground) =>
        Directory.EnumerateFiles(ground.Folder, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/broker-", StringComparison.Ordinal) || file.Contains("/state-", StringComparison.Ordinal) || (file.Contains("/postgres-", StringComparison.Ordinal) && Path.GetFileName(file) == "log"))
            .Select(file => (file.Contains("/broker-", StringComparison.Ordinal) ? $"broker: {Path.GetFileName(file)}" : file.Contains("/state-", StringComparison.Ordinal) ? "state of the sign-in" : "PostgreSQL log", Read(file)))
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

    private static async Task<HashSet<string>> RowsAsync(Service service, Canaries canaries, PlantCanaries planting, List<string> breaches)
    {
        var kept = new HashSet<string>();
        foreach (var table in await service.QueryAsync("select tablename from pg_tables where schemaname = 'public'", r => r.GetString(0)))
        {
            var text = string.Join('\n', await service.QueryAsync($"select t::text from \"{table}\" t", r => r.GetString(0)));
            foreach (var found in canaries.FoundIn(text))
            {
                if (IsStore(table, found, planting)) kept.Add(found);
                else breaches.Add($"{found} is in the table {table}");
            }
        }
        return kept;
    }

    /// <summary>The words of a failed message are in its own row alone; the number of a failed asking is where its request has it as well.</summary>
    private static bool IsStore(string table, string found, PlantCanaries planting) =>
        found.StartsWith(Canaries.FailedWords, StringComparison.Ordinal) ? table == DeadLetters : Stores.Contains(table) || (table == DeadLetters && planting.Failed.Contains(found));

    // A search that could not have found anything is no proof.
    private static void AreTried(Dictionary<string, string> places, HashSet<string> kept, Canaries canaries, List<string> breaches)
    {
        foreach (var kind in Canaries.Kept.Where(kind => !kept.Any(k => k.StartsWith(kind, StringComparison.Ordinal)))) breaches.Add($"no {kind} is where it is kept: it was not planted");
        foreach (var (place, sign) in (ReadOnlySpan<(string, string)>)[("traces", "demande/{receipt}"), ("metrics", "sr_handoff_moves_total"), ("export of days", "previousHash"), ("export of one request", "previousHash"), ("export-log", "previousHash"), ("verify-log", "every hash"), ("figures.csv", ";")])
            if (!places.TryGetValue(place, out var text) || !text.Contains(sign, StringComparison.OrdinalIgnoreCase)) breaches.Add($"{place}: nothing was searched");
        foreach (var sign in (string[])["HandoffWaiting", ClosedNumber])
            if (!places.Any(p => IsBroker(p.Key) && Holds(p.Value, sign))) breaches.Add($"broker: no message with {sign} was searched");
        if (canaries.All.Count == 0) breaches.Add("no canaries");
    }
}
