using System.Globalization;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 9: requests at gaps around the sweep's period (half a second), so that each comes just before, during or just after a loop goes to
/// sleep. The look that needs no message is set to a minute: an offer that only the look made is a wake-up that was lost.
/// </summary>
internal static class GapsAroundTheSweep
{
    private const int Seed = 1009;
    private static readonly TimeSpan OnlyByTheLook = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    public static ChaosCase Case { get; } = new("9", "requests at gaps around the sweep", new LoadPlan(60, 8, Seed) { Jitter = 0.2 }, new LoadPlan(20_000, 12, Seed) { Jitter = 0.2 }, trial => trial.Town.Arriving)
    {
        StartAsync = ground => Service.StartAsync(ground, ("Routing:LookInterval", "00:01:00")),
        JudgeAsync = async trial =>
        {
            // The first offer of a request that found somebody free: later ones wait for people, not for a wake-up.
            var waited = await trial.Service.QueryAsync(
                $"select extract(epoch from min(o.made_at) - h.asked_at)::float8 from handoffs h join offers o on o.handoff_id = h.id where h.asked_at >= '{trial.Town.Since:O}' group by h.id, h.asked_at",
                r => TimeSpan.FromSeconds(r.GetDouble(0)));
            trial.Facts["above 250 ms from commit to offer"] = waited.Count(w => w > Slow).ToString(CultureInfo.InvariantCulture);
            return [.. waited.Where(w => w > OnlyByTheLook).Select(w => string.Create(CultureInfo.InvariantCulture, $"wake-up lost: offered after {w.TotalSeconds:0.0} s, by the look"))];
        },
    };
}
