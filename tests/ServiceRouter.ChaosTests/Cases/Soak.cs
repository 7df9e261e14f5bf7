using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 20: a steady load for a long time while one node is killed each minute. The other node lives through all of it: its memory, files and
/// threads, the connections to the database and the rows that wait for the vacuum must stay level: aims, since nobody is lost by it.
/// </summary>
internal static class Soak
{
    private const int Seed = 1020;
    private const int PerSecond = 20;
    private const double SteepestMegabytesPerMinute = 3;
    // What is level still moves: a tenth more is noise.
    private const double MostGrowth = 1.1;
    private const double Megabyte = 1 << 20;
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    public static ChaosCase Case { get; } = new("20", "a long steady load with a kill each minute", new LoadPlan(150, 10, Seed), new LoadPlan(30 * 60 * PerSecond, PerSecond, Seed), async trial =>
    {
        var samples = new List<Sample>();
        using var http = new HttpClient { BaseAddress = trial.Service.Nodes[0].Address, Timeout = TimeSpan.FromSeconds(10) };
        using var end = new CancellationTokenSource();
        var sampling = SampleAsync(trial, http, samples, end.Token);
        var kills = 0;
        var before = await BrokerConnectionsAsync(trial);
        do
        {
            await Task.Delay(trial.IsLong ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(5));
            var node = trial.Service.Nodes[1];
            await node.KillAsync();
            await node.StartAsync();
            kills++;
        }
        while (trial.IsLong && trial.IsUnderLoad);
        await trial.Town.Arriving;
        await end.CancelAsync();
        await sampling;
        Tell(trial, samples, kills);
        var after = await BrokerConnectionsAsync(trial);
        trial.Facts["broker connections"] = string.Create(CultureInfo.InvariantCulture, $"{before} then {after}");
        trial.Aims.Add(new Aim("broker connections, after beside before", after / (double)Math.Max(1, before), MostGrowth, "times"));
    });

    private static async Task SampleAsync(Trial trial, HttpClient http, List<Sample> samples, CancellationToken end)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!end.IsCancellationRequested)
        {
            if (NodeFigures.Of(trial.Service.Nodes[0]) is { } node && await KeptAsync(http) is { } kept)
            {
                var connections = await trial.Service.QueryAsync("select count(*) from pg_stat_activity where datname = current_database()", r => r.GetInt64(0));
                var dead = await trial.Service.QueryAsync("select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables", r => r.GetInt64(0));
                var living = await trial.Service.QueryAsync("select coalesce(sum(n_live_tup), 0)::bigint from pg_stat_user_tables", r => r.GetInt64(0));
                var outbox = await trial.Service.QueryAsync("select count(*) from outbox", r => r.GetInt64(0));
                samples.Add(new Sample(clock.Elapsed, node, kept, connections[0], dead[0], living[0], outbox[0]));
            }
            await Task.Delay(BetweenSamples, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Bytes that the node's last collection left in use, of all generations, by its own metrics.</summary>
    /// <returns>Null when it did not tell: one sample less, and no run that ends without a verdict.</returns>
    private static async Task<long?> KeptAsync(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync("/metrics")).Split('\n')
                .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes{", StringComparison.Ordinal))
                .Sum(line => long.Parse(line[(line.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<int> BrokerConnectionsAsync(Trial trial) =>
        (await (await trial.Ground.Broker).Nodes[0].ControlAsync("list_connections", "pid")).Split('\n').Count(line => line.StartsWith('<'));

    private static void Tell(Trial trial, List<Sample> samples, int kills)
    {
        // Of nothing that was measured every aim is held.
        trial.Shows("kills", kills, trial.IsLong ? 20 : 1);
        trial.Shows("samples", samples.Count, trial.IsLong ? 1000 : 3);
        Range("memory, MB", samples.Select(s => s.Node.Memory >> 20));
        trial.Aims.Add(new Aim("memory of the node that lives grew in the second half by", SlopeOf([.. samples.Skip(samples.Count / 2).Select(s => (s.At.TotalMinutes, s.Node.Memory / Megabyte))]), SteepestMegabytesPerMinute, "MB a minute"));
        // What the least of each minute is, garbage of young collections is not.
        var kept = samples.GroupBy(s => (int)s.At.TotalMinutes).Select(minute => ((double)minute.Key, minute.Min(s => s.Kept) / Megabyte)).ToList();
        trial.Facts["in use after a collection, MB, least of each minute"] = string.Join(" ", kept.Select(k => k.Item2.ToString("0", CultureInfo.InvariantCulture)));
        trial.Facts["in use after a collection, MB a minute over the second half"] = SlopeOf([.. kept.Skip(kept.Count / 2)]).ToString("0.00", CultureInfo.InvariantCulture);
        Range("files", samples.Select(s => (long)s.Node.Files));
        Range("threads", samples.Select(s => (long)s.Node.Threads));
        Range("database connections", samples.Select(s => s.Connections));
        Range("dead rows", samples.Select(s => s.DeadRows));
        Range("outbox", samples.Select(s => s.Outbox));
        IsLevel("files", samples.Select(s => (double)s.Node.Files));
        IsLevel("threads", samples.Select(s => (double)s.Node.Threads));
        IsLevel("database connections", samples.Select(s => (double)s.Connections));
        // The tables grow, and the vacuum comes by shares of them.
        IsLevel("dead rows for each living one", samples.Select(s => s.DeadRows / (double)Math.Max(1, s.LivingRows)));

        void IsLevel(string name, IEnumerable<double> values)
        {
            var all = values.ToList();
            if (all.Count < 2) return;
            trial.Aims.Add(new Aim($"{name}, second half beside the first", Median(all.Skip(all.Count / 2)) / Math.Max(double.Epsilon, Median(all.Take(all.Count / 2))), MostGrowth, "times"));
        }

        // First half against second half: what grows shows here, whatever its peaks.
        void Range(string name, IEnumerable<long> values)
        {
            var all = values.ToList();
            trial.Facts[name] = all.Count < 2 ? "not sampled" : string.Create(CultureInfo.InvariantCulture, $"median {Median(all.Take(all.Count / 2))} then {Median(all.Skip(all.Count / 2))} most {all.Max()}");
        }
    }

    private static T Median<T>(IEnumerable<T> values)
        where T : struct => values.Order().ToList() is var sorted && sorted.Count > 0 ? sorted[sorted.Count / 2] : default;

    // Least squares.
    private static double SlopeOf(IReadOnlyList<(double Minutes, double Megabytes)> points)
    {
        if (points.Count < 2) return 0;
        var (x, y) = (points.Average(p => p.Minutes), points.Average(p => p.Megabytes));
        return points.Sum(p => (p.Minutes - x) * (p.Megabytes - y)) / points.Sum(p => Math.Pow(p.Minutes - x, 2));
    }

    private sealed record Sample(TimeSpan At, NodeFigures Node, long Kept, long Connections, long DeadRows, long LivingRows, long Outbox);
}
