using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>What the cases about time share: short offers and leases, and desks that let the first offer of a request run out, promise at the second and serve at the third.</summary>
internal static class ShortTimers
{
    public static readonly TimeSpan Offer = TimeSpan.FromSeconds(1.5);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    public static (string Key, string Value)[] Settings { get; } =
        [("Desk:OfferTimeout", $"{Offer}"), ("Desk:Lease", $"{Lease}"), ("Desk:MissedOffersUntilAway", "10")];

    /// <summary>Each request meets an offer that runs out, a promise that falls due, and some a counsellor who is lost.</summary>
    public static void Begin(Town town)
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        foreach (var (desk, place) in town.Desks.Select((desk, place) => (desk, place)))
        {
            desk.Habit = offer => seen.AddOrUpdate(offer.Receipt, 1, (_, times) => times + 1) switch
            {
                1 => OnOffer.Ignore,
                2 => OnOffer.Promise,
                _ => OnOffer.Serve,
            };
            if (place % 4 == 0) desk.VanishAtNextTake();
        }
    }

    /// <summary>Breaches of the clock's moves, and facts about their lateness; by how much the latest was late outside outages.</summary>
    /// <param name="trial">The case.</param>
    /// <param name="outages">When nodes were down, by the database's clock.</param>
    public static async Task<(IReadOnlyList<string> Breaches, TimeSpan Latest)> JudgeAsync(Trial trial, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> outages)
    {
        var stamps = new Stamps(trial.Service, trial.Town.Since);
        var timers = await stamps.ReadAsync(Lease);
        foreach (var kind in timers.GroupBy(t => t.Move)) trial.Facts[kind.Key] = kind.Count().ToString(CultureInfo.InvariantCulture);
        var outside = timers.Where(t => !outages.Any(o => t.DueAt >= o.From && t.DueAt <= o.Until)).Select(t => t.Late).ToList();
        var within = timers.Where(t => outages.Any(o => t.DueAt >= o.From && t.DueAt <= o.Until)).Select(t => t.Late).ToList();
        trial.Facts["timers outside outages"] = outside.Count.ToString(CultureInfo.InvariantCulture);
        trial.Facts["timers while a node was away"] = within.Count.ToString(CultureInfo.InvariantCulture);
        trial.Facts["late p50, p99, max while a node was away"] = Verdict.Times(within);
        trial.Facts["late p50, p99, max outside outages"] = Verdict.Times(outside);
        trial.Facts["later than 2 s outside outages"] = outside.Count(late => late > TimeSpan.FromSeconds(2)).ToString(CultureInfo.InvariantCulture);
        trial.Facts["of an offer's time the writing took p50, p99, max"] = Verdict.Times(await stamps.WritingTookAsync(Offer));
        var breaches = new List<string>(Stamps.TooEarly(timers));
        breaches.AddRange(await stamps.ToldTooShortAsync(Offer));
        breaches.AddRange(await stamps.NotOnceAsync());
        foreach (var kind in (string[])["ExpireOffer", "LoseCounsellor", "FallDue"])
            if (timers.All(t => t.Move != kind)) breaches.Add($"the case did not happen: no {kind}");
        return (breaches, Verdict.Percentile(outside, 100));
    }
}
