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
        // The short form shows one loss that the cluster bears; which node it is makes no difference to the service.
        foreach (var node in trial.IsLong ? nodes : nodes.Take(1))
        {
            await trial.SayAsync("a broker node is killed");
            await node.KillAsync();
            await node.StartAsync();
        }
        await trial.SayAsync("two broker nodes are killed");
        await Task.WhenAll(nodes.Skip(1).Select(n => n.KillAsync()));
        var killed = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 60 : 5));
        trial.Shows("promised without a majority", trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > killed), 1);
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
    };
}
