using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 6a: counsellors' programs die right after they took a citizen: the lease gives the citizen to a colleague (G8).</summary>
internal static class LoseCounsellors
{
    private static readonly LoadPlan Short = new(60, 12, 1061);

    public static ChaosCase Case { get; } = new("6a", "half of the counsellors die with a citizen in hand", Short, Short with { Citizens = 1000 }, async trial =>
    {
        foreach (var desk in trial.Town.Desks.Where((_, place) => place % 2 == 0))
            desk.VanishAtNextTake();
        await trial.Town.Arriving;
        trial.Shows("counsellors lost", trial.Town.Desks.Count(d => d.IsGone), trial.IsLong ? trial.Town.Desks.Count / 2 : 1);
    })
    {
        StartAsync = ground => Service.StartAsync(ground, ("Desk:Lease", "00:00:06")),
    };
}
