using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 12: offers that run out, promises that fall due, counsellors who are lost, while nodes are killed: each effect once, none early, lateness told.</summary>
internal static class ManyTimers
{
    private const int Seed = 1012;
    private static readonly LoadPlan Short = new(50, 10, Seed);
    // Two timers for each request: an offer that runs out, a promise that falls due. Five thousand in ten minutes.
    private static readonly LoadPlan Long = new(2520, 4.2, Seed);
    private const int Kills = 20;

    public static ChaosCase Case { get; } = new("12", "timers while nodes are killed", Short, Long, BreakAsync)
    {
        StartAsync = ground => ground.PairAsync(ShortTimers.Settings),
        JudgeAsync = async trial =>
        {
            var judged = await ShortTimers.JudgeAsync(trial, trial.Kept<List<(DateTimeOffset, DateTimeOffset)>>());
            trial.Aims.Add(Aim.OfTime("late outside outages by at most", judged.Latest, TimeSpan.FromSeconds(2)));
            return judged.Breaches;
        },
    };

    /// <summary>The same without the role Jobs, so that no node has Quartz: the look of each router node is enough.</summary>
    public static ChaosCase WithoutQuartz { get; } = new("12a", "timers while nodes are killed, without Quartz", Short, Long, BreakAsync)
    {
        StartAsync = ground => ground.PairAsync([.. ShortTimers.Settings, ("Roles", "Front,Router,Desk")]),
        JudgeAsync = Case.JudgeAsync,
    };

    private static async Task BreakAsync(Trial trial)
    {
        var (random, outages, underLoad) = (new Random(Seed), new List<(DateTimeOffset, DateTimeOffset)>(), 0);
        trial.Keep(outages);
        await Stamps.BeginAsync(trial.Service);
        ShortTimers.Begin(trial.Town);
        for (var kill = 0; kill < (trial.IsLong ? Kills : 1); kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(trial.IsLong ? random.Next(10, 40) : 2));
            var node = trial.Service.Nodes[kill % trial.Service.Nodes.Count];
            await trial.SayAsync($"{node.Name} is killed");
            if (trial.IsUnderLoad) underLoad++;
            var from = await trial.Service.NowAsync();
            await node.KillAsync();
            await node.StartAsync();
            // What is due at the moment of the kill is found by the next look of the other node.
            outages.Add((from - TimeSpan.FromSeconds(2), await trial.Service.NowAsync()));
        }
        trial.Facts["kills"] = outages.Count.ToString(CultureInfo.InvariantCulture);
        trial.Shows("kills while people came", underLoad, trial.IsLong ? Kills * 3 / 4 : 1);
        await trial.Town.Arriving;
    }
}
