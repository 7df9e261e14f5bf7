using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 1: kill -9 of one node after the other, at random instants, for as long as citizens come. The other goes on. The long form kills
/// some fifty times in its thousand seconds; the short one, which has ten, as soon as the node before is there again.
/// </summary>
internal static class KillANode
{
    private const int Seed = 1001;

    public static ChaosCase Case { get; } = new("1", "kill -9 of a node, again and again", new LoadPlan(100, 10, Seed), new LoadPlan(20_000, 20, Seed), async trial =>
    {
        var random = new Random(Seed);
        var kills = 0;
        do
        {
            await Task.Delay(trial.IsLong ? TimeSpan.FromMilliseconds(random.Next(8_000, 22_000)) : TimeSpan.FromMilliseconds(random.Next(500, 3000)));
            var node = trial.Service.Nodes[kills++ % trial.Service.Nodes.Count];
            await trial.SayAsync($"{node.Name} is killed");
            await node.KillAsync();
            await node.StartAsync();
        }
        while (trial.GoesOn(kills));
        // A slow machine needs longer to start a node again, and kills it less often in the same time.
        trial.Shows("kills", kills, trial.IsLong ? 40 : 1);
    })
    {
        Aims = verdict => [Aim.OfTime("seen by a desk after at most", Verdict.Percentile(verdict.Visible, 100), TimeSpan.FromSeconds(10))],
    };
}
