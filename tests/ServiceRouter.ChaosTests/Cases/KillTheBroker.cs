using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 2: kill -9 of each RabbitMQ node in turn, then of two of the three at once, so that no queue has a majority.</summary>
internal static class KillTheBroker
{
    private static readonly LoadPlan Short = new(120, 8, 1002);

    public static ChaosCase Case { get; } = new("2", "kill -9 of each broker node, then of two of three", Short, Short with { Citizens = 3000, PerSecond = 10 }, async trial =>
    {
        var nodes = (await trial.Ground.Broker).Nodes;
        trial.Keep(new Outage());
        // The short form shows one loss that the cluster bears; which node it is makes no difference to the service.
        foreach (var node in trial.IsLong ? nodes : nodes.Take(1))
        {
            await trial.SayAsync("a broker node is killed");
            await node.KillAsync();
            await node.StartAsync();
        }
        await trial.SayAsync("two broker nodes are killed");
        await Task.WhenAll(nodes.Skip(1).Select(n => n.KillAsync()));
        var away = trial.Kept<Outage>();
        away.From = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 60 : 5));
        trial.Shows("promised without a majority", trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > away.From), 1);
        away.Until = Stopwatch.GetTimestamp();
        await Task.WhenAll(nodes.Skip(1).Select(n => n.StartAsync()));
        await trial.SayAsync("the broker is whole again");
        var clock = Stopwatch.StartNew();
        while ((await trial.Service.QueryAsync("select count(*) from outbox where written_at < now() - interval '2 seconds'", r => r.GetInt64(0)))[0] > 0 && clock.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        trial.Facts["backlog gone after"] = string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s");
        trial.Aims.Add(Aim.OfTime("backlog gone after", clock.Elapsed, TimeSpan.FromSeconds(45)));
    })
    {
        Aims = verdict => [Aim.OfTime("seen by a desk, p99", Verdict.Percentile(verdict.Visible, 99), TimeSpan.FromSeconds(1))],
        StartAsync = ground => Service.StartAsync(ground),
        JudgeAsync = async trial =>
        {
            var (rows, town, away) = (await Rows.ReadAsync(trial.Service, trial.Town.Since), trial.Town.Witness, trial.Kept<Outage>());
            var seen = town.PromisedBy.Where(p => p.Value.AskedAt > away.From && p.Value.AskedAt < away.Until && town.ShownAt.ContainsKey(rows.Own(p.Key)))
                .Select(p => Stopwatch.GetElapsedTime(town.DueAt[p.Key], town.ShownAt[rows.Own(p.Key)])).ToList();
            trial.Facts["seen of who came without a majority, p50, p99, max"] = Verdict.Times(seen);
            trial.Aims.Add(Aim.OfTime("seen of who came without a majority, p99", Verdict.Percentile(seen, 99), TimeSpan.FromSeconds(1)));
            return [];
        },
    };

    /// <summary>Two of three are away, by the stamps of this process.</summary>
    private sealed class Outage
    {
        public long From { get; set; }

        public long Until { get; set; }
    }
}
