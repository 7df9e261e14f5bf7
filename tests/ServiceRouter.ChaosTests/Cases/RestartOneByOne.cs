using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 15: each node is told to end and starts again, one after the other, as an update does it, and messages come as an older and a later version write them. Nobody may notice more than a stream that is cut.</summary>
internal static class RestartOneByOne
{
    private const int Rounds = 10;
    // Ten rounds are 200 s on two cores, and 360 s when people come all the while: they come until the last.
    private const int LongSeconds = 450;
    private static readonly LoadPlan Short = new(80, 10, 1015);

    public static ChaosCase Case { get; } = new("15", "rolling restart of all nodes, messages of another version", Short, Short with { Citizens = 20 * LongSeconds, PerSecond = 20 }, async trial =>
    {
        var (rounds, underLoad, longest, others) = (0, 0, TimeSpan.Zero, 0);
        do
        {
            foreach (var node in trial.Service.Nodes)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500));
                await OtherVersions.AskAsync(trial.Service, trial.Town.Witness, others);
                others += OtherVersions.AtOnce;
                var clock = Stopwatch.StartNew();
                await node.StopAsync();
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
                if (trial.IsUnderLoad) underLoad++;
                await trial.SayAsync($"{node.Name} ended {clock.Elapsed.TotalSeconds:0.0} s after it was told to");
                await node.StartAsync();
            }
        }
        while (++rounds < (trial.IsLong ? Rounds : 1));
        trial.Facts["rounds"] = rounds.ToString(CultureInfo.InvariantCulture);
        trial.Shows("restarts while people came", underLoad, trial.IsLong ? 2 * Rounds : 1);
        trial.Facts["of another version"] = others.ToString(CultureInfo.InvariantCulture);
        trial.Facts["longest end"] = string.Create(CultureInfo.InvariantCulture, $"{longest.TotalSeconds:0.0} s");
        trial.Breaches.AddRange(trial.Service.Nodes.Where(n => n.Log.Contains("did not stop within", StringComparison.Ordinal)).Select(n => $"no drain: {n.Name} left a part of itself behind"));
    })
    {
        ShortBeside = OtherVersions.AtOnce * 2, // for each node
        // The broker is well in this case, so that one node of it is enough.
        StartAsync = async ground =>
        {
            var servers = await ground.Lone;
            return await Service.StartAsync(ground, await servers.Postgres.NewDatabaseAsync(), await servers.Broker.NewVirtualHostAsync());
        },
    };
}
