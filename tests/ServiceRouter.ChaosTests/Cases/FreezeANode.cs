using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 6: SIGSTOP of a node for longer than a lease, the other takes over, SIGCONT: what the woken node had begun must not be written. The long
/// form freezes for a minute with the lease that the service has by default, a hundred times: at four pairs of nodes side by side, each with a database and a town of its own.
/// </summary>
internal sealed class FreezeANode : ICase
{
    private const int Seed = 1006;
    private const int Pairs = 4;

    private static readonly Times InAMoment = new(Lease: TimeSpan.FromSeconds(4), Frozen: TimeSpan.FromSeconds(8), LongestTalk: TimeSpan.FromSeconds(6), Rounds: 3);
    private static readonly Times InAMinute = new(Lease: TimeSpan.FromSeconds(45), Frozen: TimeSpan.FromSeconds(60), LongestTalk: TimeSpan.FromSeconds(60), Rounds: 100 / Pairs);
    private static readonly LoadPlan Short = new(80, 10, Seed);
    // As long as the rounds last.
    private static readonly LoadPlan Long = new(1600, 1, Seed);

    public string Number => "6";

    public string Name => "SIGSTOP of a node for longer than a lease";

    public int ShortCitizens => Short.Citizens;

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log) => isLong
        ? Verdict.Together(await Task.WhenAll(Enumerable.Range(0, ground.PairsOf(Pairs)).Select(pair => Of(InAMinute, Long with { Seed = Seed + (100 * pair) }, $"6, pair {pair + 1}").RunAsync(ground, isLong, log))))
        : await Of(InAMoment, Short, Number).RunAsync(ground, isLong, log);

    /// <param name="Lease">Of a counsellor.</param>
    /// <param name="Frozen">How long a node stands still.</param>
    /// <param name="LongestTalk">Of a counsellor with a citizen.</param>
    /// <param name="Rounds">How often one is frozen; in the short form only for as long as citizens come.</param>
    private sealed record Times(TimeSpan Lease, TimeSpan Frozen, TimeSpan LongestTalk, int Rounds)
    {
        public TimeSpan BetweenLines => Lease / 3;
    }

    private ChaosCase Of(Times times, LoadPlan plan, string number) => new(number, Name, plan, plan, trial => FreezeAsync(trial, times, plan.Seed))
    {
        PairKeepsItsLoad = true,
        JudgeAsync = async trial =>
        {
            // A colleague had the citizen by then: without one, nothing stale came to a woken node that could have been written.
            var rows = await Rows.ReadAsync(trial.Service, trial.Town.Since);
            trial.Shows("closed too late and refused", trial.Town.Witness.InVain.Count(c => rows.Of(c.Receipt)?.Log.Any(e => e.Move == "LoseCounsellor" && e.Facts.Contains($"\"{c.User}\"", StringComparison.Ordinal)) == true), 1);
            return [];
        },
        StartAsync = ground => Service.StartAsync(ground, ("Desk:Lease", $"{times.Lease}"), ("Desk:OfferTimeout", $"{times.Lease}")),
    };

    private static async Task FreezeAsync(Trial trial, Times times, int seed)
    {
        var random = new Random(seed);
        foreach (var (desk, place) in trial.Town.Desks.Select((desk, place) => (desk, place)))
        {
            // Some talk while their node freezes: what they press then reaches it when it wakes, and the citizen is somebody else's.
            var ofDesk = new Random(seed + place);
            desk.Lasts = () =>
            {
                lock (ofDesk) return times.LongestTalk * ofDesk.NextDouble();
            };
            // Two of four, one at each node, stay with it whatever happens; the others go to the node that answers.
            if (place % 4 < 2) desk.Wait(forAnAnswer: 2 * times.Frozen, forItsStream: 2 * times.Frozen);
            else desk.Wait(forAnAnswer: Fronts.OneTry, forItsStream: 2 * times.BetweenLines);
        }
        var rounds = 0;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 2000)));
            var node = trial.Service.Nodes[rounds++ % trial.Service.Nodes.Count];
            await trial.SayAsync($"{node.Name} is frozen");
            await node.FreezeAsync();
            await Task.Delay(times.Frozen);
            await node.ThawAsync();
        }
        while (rounds < times.Rounds && (trial.IsLong || trial.IsUnderLoad));
        trial.Shows("rounds", rounds, trial.IsLong ? times.Rounds : 1);
        var lost = await trial.Service.QueryAsync("select count(*) from handoff_log where move = 'LoseCounsellor'", r => r.GetInt64(0));
        // Without one the frozen node held nobody, and whatever it wrote when it woke could not be stale.
        trial.Shows("taken from a frozen counsellor", (int)lost[0], trial.IsLong ? times.Rounds : 1);
    }
}
