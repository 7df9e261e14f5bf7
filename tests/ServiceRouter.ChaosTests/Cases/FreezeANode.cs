using System.Globalization;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 6: SIGSTOP of a node for longer than a lease, the other takes over, SIGCONT: what the woken node had begun must not be written.</summary>
internal static class FreezeANode
{
    private const int Seed = 1006;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(6);

    public static ChaosCase Case { get; } = new("6", "SIGSTOP of a node for longer than a lease", new LoadPlan(80, 10, Seed), new LoadPlan(3000, 10, Seed), async trial =>
    {
        var random = new Random(Seed);
        // Some talk while their node freezes: what they press then reaches it when it wakes, and the citizen is somebody else's.
        foreach (var (desk, place) in trial.Town.Desks.Select((desk, place) => (desk, place)))
        {
            var ofDesk = new Random(Seed + place);
            desk.Lasts = () =>
            {
                lock (ofDesk) return LongestTalk * ofDesk.NextDouble();
            };
        }
        var rounds = 0;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 2000)));
            var node = trial.Service.Nodes[rounds++ % trial.Service.Nodes.Count];
            await trial.SayAsync($"{node.Name} is frozen");
            await node.FreezeAsync();
            await Task.Delay(Lease * 2);
            await node.ThawAsync();
        }
        while (trial.GoesOn(rounds));
        trial.Facts["rounds"] = rounds.ToString(CultureInfo.InvariantCulture);
        var lost = await trial.Service.QueryAsync("select count(*) from handoff_log where move = 'LoseCounsellor'", r => r.GetInt64(0));
        trial.Facts["taken from a frozen counsellor"] = lost[0].ToString(CultureInfo.InvariantCulture);
    })
    {
        StartAsync = ground => Service.StartAsync(ground, ("Desk:Lease", $"{Lease}"), ("Desk:OfferTimeout", $"{Lease}")),
    };
}
