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
        By(Act.CitizenAsks, fate: Fate.DiesBeforeTheCommit), By(Act.Promises, which: 3), By(Act.TheJournalIsReplayed), By(Act.TheQueueIsLookedAt),
    ], Capacity: 1);

    /// <summary>
    /// What a few dozen scripts come to by chance only, played before those that are drawn. Together they come to each transition (<see cref="Reached"/>): where a new refusal shuts one of them, it
    /// is seen, and not passed over because nobody came that far.
    /// </summary>
    public static readonly IReadOnlyList<Script> DrawnTooSeldom =
    [
        // A counsellor promises a letter and writes it before its date.
        new([.. Accepted, By(Act.Promises, which: 4), By(Act.TakesUpTheLetter, which: 4), By(Act.ClosesAsServed)], Capacity: 1),
        // Two wishes to be called back of processes that die: the moment of the first is still to come when it is heard of, that of the second has passed.
        new([
            By(Act.CitizenAsksToBeCalledBack, which: 1, Fate.DiesBeforeTheCommit), By(Act.TheJournalIsReplayed), By(Act.TheClockLooks),
            By(Act.CitizenAsksToBeCalledBack, which: 0, Fate.DiesBeforeTheCommit), By(Act.TimePasses, which: 3), By(Act.TheJournalIsReplayed), By(Act.TheQueueIsLookedAt),
        ], Capacity: 1),
        // Offers that end in each way, a conversation that is broken off, and one that is passed on.
        new([
            By(Act.ComesToTheDesk), By(Act.CitizenAsks), By(Act.TheQueueIsLookedAt), By(Act.DeclinesTheNewestOffer),
            By(Act.TheQueueIsLookedAt), By(Act.TimePasses, which: 2), By(Act.RenewsTheLease), By(Act.TheClockLooks),
            By(Act.TheQueueIsLookedAt), By(Act.TimePasses, which: 1), By(Act.TheClockLooks),
            By(Act.ComesToTheDesk), By(Act.TheQueueIsLookedAt), By(Act.AcceptsTheNewestOffer), By(Act.TimePasses, which: 1), By(Act.TheClockLooks),
            By(Act.ComesToTheDesk), By(Act.TheQueueIsLookedAt), By(Act.AcceptsTheNewestOffer), By(Act.Transfers, which: 3),
        ], Capacity: 1),
        // Call-backs from the queue, in place of another and in place of an offer; one is given up; a counsellor's promise comes due.
        new([
            By(Act.ComesToTheDesk), By(Act.CitizenAsks), By(Act.CitizenAsksToBeCalledBack, which: 0), By(Act.CitizenAsksToBeCalledBack, which: 1), By(Act.TimePasses), By(Act.CitizenAsks),
            By(Act.TheQueueIsLookedAt), By(Act.CitizenAsksToBeCalledBack, which: 0), By(Act.CitizenWithdraws), .. Later, By(Act.Promises, which: 3),
        ], Capacity: 1),
        // Taken back from the queue, from an offer and from a counsellor; the last is closed as not reached.
        new([
            By(Act.CitizenAsks), By(Act.CitizenWithdraws), By(Act.TimePasses, which: 3), By(Act.ComesToTheDesk), By(Act.CitizenAsks), By(Act.TheQueueIsLookedAt), By(Act.CitizenWithdraws),
            .. Later, By(Act.CitizenWithdraws), .. Later, By(Act.ClosesAsUnreachable),
        ], Capacity: 1),
        // Not reached, and then: a call-back is asked for, the citizen is there, the request is taken back, the next attempt comes.
        new([
            .. Accepted, By(Act.RecordsAnAbsence), By(Act.CitizenAsksToBeCalledBack), By(Act.CitizenWithdraws),
            .. Later, By(Act.RecordsAnAbsence), By(Act.TimePasses), By(Act.CitizenWrites, which: 2), By(Act.CitizenWithdraws),
            .. Later, By(Act.RecordsAnAbsence), By(Act.CitizenWithdraws), .. Later, By(Act.RecordsAnAbsence),
        ], Capacity: 1),
    ];

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

    private static Round[] Accepted => [By(Act.ComesToTheDesk), By(Act.CitizenAsks), By(Act.TheQueueIsLookedAt), By(Act.AcceptsTheNewestOffer)];

    // After so long that whoever asks does not press once more.
    private static Round[] Later => [By(Act.TimePasses, which: 3), .. Accepted];

    private static Round By(Act act, int which = 0, Fate fate = Fate.Lives) => new(new Step(act, 0, 0, which, fate), null);

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
        (6, Act.CitizenAsks), (3, Act.CitizenWrites), (1, Act.CitizenWithdraws), (3, Act.CitizenAsksToBeCalledBack),
        (8, Act.ComesToTheDesk), (1, Act.GoesAway), (3, Act.RenewsTheLease),
        (12, Act.AcceptsTheNewestOffer), (3, Act.AcceptsTheOldestOffer), (2, Act.DeclinesTheNewestOffer), (4, Act.ReceivesAtTheCounter), (2, Act.Writes),
        (3, Act.Transfers), (4, Act.Promises), (3, Act.TakesUpTheLetter), (2, Act.RecordsAnAbsence), (3, Act.ClosesAsServed), (1, Act.ClosesAsUnreachable),
        (5, Act.TimePasses), (6, Act.TheClockLooks), (10, Act.TheQueueIsLookedAt), (5, Act.AMessageComesAgain), (2, Act.TheOutboxIsSwept), (2, Act.TheJournalIsReplayed),
    ];
}
