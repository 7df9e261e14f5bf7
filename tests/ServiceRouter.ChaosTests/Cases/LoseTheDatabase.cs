using System.Diagnostics;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 3: PostgreSQL is stopped and comes back; then it is killed for good, and its standby takes over.</summary>
internal static class LoseTheDatabase
{
    private static readonly LoadPlan Short = new(80, 8, 1003);

    public static ChaosCase Case { get; } = new("3", "PostgreSQL stopped, then killed and its standby promoted", Short, Short with { Citizens = 3000, PerSecond = 10 }, async trial =>
    {
        var away = TimeSpan.FromSeconds(trial.IsLong ? 60 : 3);
        var pair = await trial.Ground.Pair;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await trial.SayAsync("the database is stopped");
        await pair.Primary.StopAsync();
        var stopped = Stopwatch.GetTimestamp();
        await using (var pages = new PageWatch(trial.Town))
        {
            await Task.Delay(away);
            trial.Facts["while it was stopped"] = pages.Facts;
        }
        // Each through another door: this one is shut.
        trial.Shows("promised while it was stopped", trial.Town.Witness.PromisedBy.Values.Count(p => p.AskedAt > stopped), 1);
        await pair.Primary.StartAsync();
        await trial.SayAsync("the database is back");
        await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? 20 : 2));

        await trial.SayAsync("the database is killed");
        await pair.Primary.KillAsync();
        await using (var pages = new PageWatch(trial.Town))
        {
            await Task.Delay(away / 3);
            await pair.Standby.PromoteAsync();
            trial.Facts["until the standby took over"] = pages.Facts;
        }
        await trial.SayAsync("the standby has taken over");
    })
    {
        // The broker is well in this case, so that one node of it is enough.
        StartAsync = async ground => await Service.StartAsync(ground, await (await ground.Pair).NewDatabaseAsync(), await (await ground.Lone).Broker.NewVirtualHostAsync()),
    };
}
