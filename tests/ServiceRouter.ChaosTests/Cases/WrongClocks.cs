using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 13: one node's clock is an hour ahead of the database's, the other's an hour behind, and somebody sets both the other way round while
/// people are there, in the night in which summer time begins. Offers run out, promises fall due, counsellors are lost. Nothing may be early by
/// more than the tolerance of docs/adr/0019, by the database's own watch.
/// </summary>
internal static class WrongClocks
{
    private const int Seed = 1013;
    private static readonly TimeSpan Wrong = TimeSpan.FromHours(1);
    // 02:00 in Paris becomes 03:00.
    private static readonly DateTimeOffset SummerTime = new(2027, 3, 28, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);
    // Longer than the interval at which nodes look at the database's clock.
    private static readonly TimeSpan UntilNodesLook = TimeSpan.FromSeconds(7);
    // A web server writes the date once a second.
    private static readonly TimeSpan UntilNodesTell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NotExactly = TimeSpan.FromSeconds(5);

    public static ChaosCase Case { get; } = new("13", "clocks an hour ahead and an hour behind, in the night of summer time", new LoadPlan(50, 6, Seed), new LoadPlan(2000, 5, Seed), async trial =>
    {
        await Stamps.BeginAsync(trial.Service);
        ShortTimers.Begin(trial.Town);
        await AreWrongAsync(trial, Wrong, -Wrong);
        await Task.Delay(UntilNodesLook);
        await trial.SayAsync("the clocks of the nodes are set the other way round");
        await trial.Service.Nodes[0].SetClockAsync(-Wrong);
        await trial.Service.Nodes[1].SetClockAsync(Wrong);
        await Task.Delay(UntilNodesTell);
        await AreWrongAsync(trial, -Wrong, Wrong);
        await trial.Town.Arriving;
        var left = SummerTime - await trial.Service.NowAsync();
        if (left > TimeSpan.Zero) await Task.Delay(left);
    })
    {
        StartAsync = StartAsync,
        JudgeAsync = async trial =>
        {
            var breaches = new List<string>((await ShortTimers.JudgeAsync(trial, [])).Breaches);
            var ahead = (await trial.Service.QueryAsync($"select max(extract(epoch from l.at - m.at))::float8 from handoff_log l join judge_moves m using (handoff_id, number)", r => r.GetDouble(0)))[0];
            trial.Facts["log ahead of the database by at most"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, ahead):0.000} s");
            if (ahead > 1) breaches.Add(string.Create(CultureInfo.InvariantCulture, $"the log is dated {ahead:0.0} s ahead of the database"));
            if (trial.Town.Since > SummerTime) breaches.Add("the case did not happen: summer time began before it");
            return breaches;
        },
    };

    /// <summary>By the date that each puts on its answers: a clock that did not take in the node shows nothing.</summary>
    private static async Task AreWrongAsync(Trial trial, params TimeSpan[] wrong)
    {
        foreach (var (node, by) in trial.Service.Nodes.Zip(wrong))
        {
            using var http = new HttpClient { BaseAddress = node.Address };
            using var answer = await http.GetAsync("/health/live");
            var seen = answer.Headers.Date - await trial.Service.NowAsync();
            if (seen is not { } off || (off - by).Duration() > NotExactly)
                trial.Breaches.Add(string.Create(CultureInfo.InvariantCulture, $"the case has shown nothing: the clock of {node.Name} was to be wrong by {by.TotalSeconds:0} s, and is by {seen?.TotalSeconds:0} s"));
        }
    }

    private static async Task<Service> StartAsync(Ground ground)
    {
        var clocks = await ShiftedClock.BuildAsync(ground.NewFolder("clock"), "database", "node-a", "node-b");
        var postgres = await PostgresServer.StartAsync(ground.NewFolder("postgres"), clocks[0].Variables.ToDictionary(v => v.Key, v => v.Value));
        ground.Keep(postgres);
        var service = await Service.StartAsync(ground, await postgres.NewDatabaseAsync(),
            node => [.. clocks[node == "node-a" ? 1 : 2].Variables, ("TZ", "Europe/Paris")], ShortTimers.Settings);
        // Nobody has come yet: the whole world goes into that night, each node with its own mistake.
        var world = SummerTime - Before - UntilNodesLook - TimeProvider.System.GetUtcNow();
        await clocks[0].SetAsync(world);
        for (var node = 0; node < service.Nodes.Count; node++)
        {
            var own = clocks[node + 1];
            service.Nodes[node].SetClockAsync = wrong => own.SetAsync(world + wrong);
        }
        await service.Nodes[0].SetClockAsync(Wrong);
        await service.Nodes[1].SetClockAsync(-Wrong);
        await Task.Delay(UntilNodesLook);
        return service;
    }
}
