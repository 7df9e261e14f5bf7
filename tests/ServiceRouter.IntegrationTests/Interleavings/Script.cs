using FsCheck;
using FsCheck.Fluent;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>A story in which anything may follow anything. Told one round a line.</summary>
/// <param name="Rounds">What happens.</param>
/// <param name="Capacity">Conversations at once of each counsellor: with one the matcher has something to get wrong, with more a counsellor has.</param>
internal sealed record Script(IReadOnlyList<Round> Rounds, int Capacity)
{
    private const int MostRounds = 30;
    private const int MostAtOnce = 3;

    /// <summary>
    /// Drawn too seldom to be left to a seed: somebody who talks with a counsellor asks once more of a process that dies, is promised a date, and only then is the older asking heard of.
    /// It is no wish for a person before the date (docs/adr/0046).
    /// </summary>
    public static readonly Script AnAskingOlderThanThePromise = new(
    [
        By(Act.ComesToTheDesk), By(Act.CitizenAsks), By(Act.TheQueueIsLookedAt), By(Act.AcceptsTheNewestOffer),
        new Round(new Step(Act.CitizenAsks, 0, 0, 0, Fate.DiesBeforeTheCommit), null), By(Act.Promises), By(Act.TheJournalIsReplayed), By(Act.TheQueueIsLookedAt),
    ], Capacity: 1);

    public override string ToString() => $"\n  Each counsellor takes {Capacity} at once\n  {string.Join("\n  ", Rounds)}\n";

    /// <param name="atOnce">Every how many rounds two steps are made at once; 0: never.</param>
    public static Arbitrary<Script> Any(int atOnce)
    {
        var steps = from act in Gen.Frequency(Weights.Select(w => (w.Weight, Gen.Constant(w.Act))))
                    from citizen in Gen.Choose(0, 1)
                    from counsellor in Gen.Choose(0, 2)
                    from which in Gen.Choose(0, 40)
                    from fate in Gen.Frequency((12, Gen.Constant(Fate.Lives)), (1, Gen.Constant(Fate.DiesBeforeTheCommit)), (1, Gen.Constant(Fate.DiesAfterTheCommit)), (2, Gen.Constant(Fate.IsAskedTwice)))
                    select new Step(act, citizen, counsellor, which, fate);
        var rounds = from first in steps
                     from second in steps
                     from chance in Gen.Choose(1, Math.Max(1, atOnce))
                     select new Round(first, atOnce > 0 && chance == 1 ? second : null);
        var scripts = from length in Gen.Choose(6, MostRounds)
                      from list in Gen.ListOf(rounds, length)
                      from capacity in Gen.Choose(1, MostAtOnce)
                      select new Script([.. list], capacity);
        return Arb.From(scripts, Shorter);
    }

    private static Round By(Act act) => new(new Step(act, 0, 0, 0, Fate.Lives), null);

    // Halves first, then single rounds, then the plainer form of one round: a counter-example is what cannot be left out.
    private static IEnumerable<Script> Shorter(Script script)
    {
        var rounds = script.Rounds;
        if (rounds.Count > 3)
        {
            yield return script with { Rounds = [.. rounds.Take(rounds.Count / 2)] };
            yield return script with { Rounds = [.. rounds.Skip(rounds.Count / 2)] };
        }
        for (var place = 0; place < rounds.Count; place++)
            if (rounds.Count > 1) yield return script with { Rounds = [.. rounds.Where((_, at) => at != place)] };
        for (var place = 0; place < rounds.Count; place++)
            foreach (var plainer in Plainer(rounds[place])) yield return script with { Rounds = [.. rounds.Select((round, at) => at == place ? plainer : round)] };
        if (script.Capacity > 1) yield return script with { Capacity = 1 };
    }

    private static IEnumerable<Round> Plainer(Round round)
    {
        if (round.Beside is { } beside)
        {
            yield return new Round(round.First, null);
            yield return new Round(beside, null);
        }
        if (round.First.Fate != Fate.Lives) yield return round with { First = round.First with { Fate = Fate.Lives } };
    }

    // What leads on comes more often than what interrupts.
    private static readonly (int Weight, Act Act)[] Weights =
    [
        (6, Act.CitizenAsks), (3, Act.CitizenWrites), (1, Act.CitizenWithdraws), (2, Act.CitizenAsksToBeCalledBack),
        (8, Act.ComesToTheDesk), (1, Act.GoesAway), (3, Act.RenewsTheLease),
        (12, Act.AcceptsTheNewestOffer), (3, Act.AcceptsTheOldestOffer), (2, Act.DeclinesTheNewestOffer), (4, Act.ReceivesAtTheCounter), (2, Act.Writes),
        (3, Act.Transfers), (3, Act.Promises), (2, Act.RecordsAnAbsence), (3, Act.ClosesAsServed), (1, Act.ClosesAsUnreachable),
        (5, Act.TimePasses), (6, Act.TheClockLooks), (10, Act.TheQueueIsLookedAt), (5, Act.AMessageComesAgain), (2, Act.TheOutboxIsSwept), (2, Act.TheJournalIsReplayed),
    ];
}
