using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 9: requests at gaps around the sweep's period (half a second), so that each comes just before, during or just after a loop goes to
/// sleep, and nobody else's coming wakes it meanwhile. The look that needs no message is set to a minute. The long form is four pairs of nodes side by side, each with a database and a
/// town of its own: gaps of half a second, as one after the other they would take hours.
/// </summary>
internal sealed class GapsAroundTheSweep : ICase
{
    private const int Seed = 1009;
    private const int Pairs = 4;
    private static readonly TimeSpan OnlyByTheLook = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private static readonly LoadPlan Short = new(60, 2, Seed) { Jitter = 0.2 };
    // The first minute meets nodes that have just started.
    private static readonly LoadPlan Long = Short with { Citizens = 5_000, Untimed = 120 };

    public string Number => "9";

    public string Name => "requests at gaps around the sweep";

    public int ShortCitizens => Short.Citizens;

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        if (!isLong) return await Of(Short, Number).RunAsync(ground, isLong, log);
        return Verdict.Together(await Task.WhenAll(Enumerable.Range(0, ground.PairsOf(Pairs)).Select(pair => Of(Long with { Seed = Seed + (100 * pair) }, $"9, pair {pair + 1}").RunAsync(ground, isLong, log))));
    }

    private ChaosCase Of(LoadPlan plan, string number) => new(number, Name, plan, plan, async trial =>
    {
        trial.Keep(await OutboxWatch.BeginAsync(trial.Service));
        await trial.Town.Arriving;
    })
    {
        GapsStay = true,
        StartAsync = ground => Service.StartAsync(ground, ("Routing:LookInterval", "00:01:00")),
        JudgeAsync = async trial =>
        {
            // The first offer of a request that found somebody free: later ones wait for people, not for a wake-up.
            var waited = (await trial.Service.QueryAsync(
                $"select extract(epoch from min(o.made_at) - h.asked_at)::float8 from handoffs h join offers o on o.handoff_id = h.id where h.asked_at >= '{trial.Town.Since:O}' group by h.id, h.asked_at order by h.asked_at",
                r => TimeSpan.FromSeconds(r.GetDouble(0)))).Skip(plan.Untimed).ToList();
            var slow = waited.Where(w => w > Slow).ToList();
            trial.Facts["above 250 ms from commit to offer"] = slow.Count.ToString(CultureInfo.InvariantCulture);
            trial.Aims.Add(Aim.OfTime("from commit to offer at most", waited.DefaultIfEmpty().Max(), Slow));
            // The way of a message: whoever takes a request offers it at the commit (docs/adr/0055), so that offers say nothing of it.
            var sent = await trial.Kept<OutboxWatch>().ReadAsync();
            var left = sent.Where(OutboxWatch.IsLeft).ToList();
            trial.Shows("messages sent", sent.Count, trial.Town.Ledger.Read().Count);
            trial.Facts["messages sent after more than 250 ms"] = sent.Count(age => age > Slow).ToString(CultureInfo.InvariantCulture);
            // Above 250 ms the next one who came may have woken the loop, half a second later: here the time is the promise. How fast a busy machine is, the short form does not judge.
            return
            [
                .. slow.Where(w => trial.IsLong || w > OnlyByTheLook).Select(w => string.Create(CultureInfo.InvariantCulture, $"wake-up lost, or late: offered after {w.TotalSeconds:0.00} s")),
                .. left.Select(age => string.Create(CultureInfo.InvariantCulture, $"signal lost: a message was sent after {age.TotalSeconds:0.00} s, by a sweep")),
            ];
        },
    };
}
