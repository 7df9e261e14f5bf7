using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>Case 7: see <see cref="Race"/>. Exactly one counsellor wins an offer or nobody does, and everybody who pressed is told.</summary>
internal static class RaceForOffers
{
    private const int Seed = 1007;

    public static ChaosCase Case { get; } = new("7", "fifteen clients for one offer, at its end, against a withdrawal", new LoadPlan(60, 12, Seed), new LoadPlan(10_000, 15, Seed), async trial =>
    {
        var race = new Race(trial.Town);
        trial.Keep(race);
        race.Begin();
        await trial.Town.Arriving;
    })
    {
        StartAsync = ground => ground.PairAsync(ShortTimers.Settings),
        JudgeAsync = async trial =>
        {
            var rows = await Rows.ReadAsync(trial.Service, trial.Town.Since);
            var results = trial.Kept<Race>().Results;
            var taken = results.Count(r => r.Answers.Any(a => a.Status == 204));
            // Each citizen is raced for at least once.
            trial.Shows("races", results.Count, trial.Town.Ledger.Read().Count);
            trial.Shows("taken", taken, 1);
            trial.Shows("over before anybody took it", results.Count - taken, 1);
            return [.. results.SelectMany(r => Check(r, rows))];
        },
    };

    private static IEnumerable<string> Check(Race.Result race, Rows rows)
    {
        var id = $"{race.Offer.Id}";
        if (!rows.Handoffs.TryGetValue(race.Offer.Receipt, out var handoff))
        {
            yield return $"race: offer {id} was of {race.Offer.Receipt}, which is not in the register";
            yield break;
        }
        var takings = handoff.Log.Where(e => e.Move == "Accept" && e.Facts.Contains(id, StringComparison.Ordinal)).ToList();
        var winners = race.Answers.Where(a => a.Status == 204).Select(a => a.User).Distinct().ToList();
        if (takings.Count > 1) yield return $"race: offer {id} was taken {takings.Count} times";
        if (takings.Any(t => t.Actor != $"counsellor:{race.Holder}")) yield return $"race: {race.Holder} was asked and {takings[0].Actor} has it";
        if (winners.Any(w => w != race.Holder)) yield return $"race: {string.Join(", ", winners)} were told \"yours\" for an offer of {race.Holder}";
        if (takings.Count == 0 && winners.Count > 0) yield return $"race: {winners[0]} was told \"yours\", the log has nobody";
        if (takings.Count == 1 && winners.Count == 0) yield return $"race: the log gives it to {race.Holder}, who was never told";
        foreach (var (user, status) in race.Answers.Where(a => a.Status is not (204 or 404 or 409))) yield return $"race: {user} was not told, but {status?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}";
    }
}
