using System.Diagnostics;
using System.Text.Json;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 3: PostgreSQL is stopped and comes back; then it is killed for good, and its standby takes over. Pages and webhooks answer meanwhile, whatever they say.</summary>
internal static class LoseTheDatabase
{
    private static readonly LoadPlan Short = new(120, 8, 1003);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    public static ChaosCase Case { get; } = new("3", "PostgreSQL stopped, then killed and its standby promoted", Short, Short with { Citizens = 3000, PerSecond = 10 }, async trial =>
    {
        var away = TimeSpan.FromSeconds(trial.IsLong ? 60 : 3);
        var pair = await trial.Ground.Pair;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await trial.SayAsync("the database is stopped");
        await pair.Primary.StopAsync();
        var stopped = Stopwatch.GetTimestamp();
        await WatchAsync(trial, "while it was stopped, and as it came back", async () =>
        {
            await Task.Delay(away);
            // Each through another door: this one is shut.
            trial.Shows("promised while it was stopped", trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > stopped), 1);
            await pair.Primary.StartAsync();
            await trial.SayAsync("the database is back");
            foreach (var node in trial.Service.Nodes) await WorksAgainAsync(trial, node);
            await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 20 : 2));
        });

        await trial.SayAsync("the database is killed");
        await pair.Primary.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await WatchAsync(trial, "until the standby took over", async () =>
        {
            await Task.Delay(away / 3);
            await pair.Standby.PromoteAsync();
            // The failover itself: until each node has found the new one.
            foreach (var node in trial.Service.Nodes) await WorksAgainAsync(trial, node);
        });
        trial.Shows("promised while the standby took over", trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > killed), 1);
        await trial.SayAsync("the standby has taken over");
    })
    {
        JudgeAsync = trial =>
        {
            // From the press that was answered; who had to press again is told beside it.
            var asked = trial.Town.Witness.PromisedBy.Values.Select(p => Stopwatch.GetElapsedTime(p.AskedAt, p.ShownAt)).ToList();
            trial.Facts["an asking answered after p50, p99, max"] = Verdict.Times(asked);
            trial.Aims.Add(Aim.OfTime("an asking answered after at most", Verdict.Percentile(asked, 100), Limit));
            return Task.FromResult<IReadOnlyList<string>>([]);
        },
        // The broker is well in this case, so that one node of it is enough.
        StartAsync = async ground => await Service.StartAsync(ground, await (await ground.Pair).NewDatabaseAsync(), await (await ground.Lone).Broker.NewVirtualHostAsync(), CallsAndTexts.Settings),
    };

    /// <summary>By what the node itself says: it looks at the database each second.</summary>
    private static async Task WorksAgainAsync(Trial trial, RouterNode node)
    {
        using var http = new HttpClient { BaseAddress = node.Address, Timeout = Fronts.OneTry };
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(BetweenLooks))
        {
            if (await Fronts.TryAsync(http, () => new HttpRequestMessage(HttpMethod.Get, "/health/ready"), CancellationToken.None) is { Status: 200 } ready && HasDatabase(ready.Body)) return;
            if (clock.Elapsed <= Patience) continue;
            trial.Breaches.Add($"{node.Name} did not find the database that took over within {Patience.TotalSeconds:0} s");
            return;
        }
    }

    private static bool HasDatabase(string ready)
    {
        using var json = JsonDocument.Parse(ready);
        return json.RootElement.GetProperty("parts").GetProperty("database").GetProperty("state").GetString() == "works";
    }

    private static async Task WatchAsync(Trial trial, string when, Func<Task> whileAsync)
    {
        var watch = new PageWatch(trial.Town, withWebhooks: true);
        await using (watch) await whileAsync();
        trial.Facts[when] = watch.Facts;
        trial.Breaches.AddRange(watch.Breaches);
        trial.Aims.Add(Aim.OfTime($"pages and webhooks answered {when} after at most", watch.Slowest, Limit));
    }
}
