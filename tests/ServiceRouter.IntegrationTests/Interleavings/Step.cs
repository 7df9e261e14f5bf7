namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>What somebody or something does once.</summary>
internal enum Act
{
    CitizenAsks,
    CitizenWrites,
    CitizenWithdraws,
    CitizenAsksToBeCalledBack,
    ComesToTheDesk,
    GoesAway,
    RenewsTheLease,
    AcceptsTheNewestOffer,
    AcceptsTheOldestOffer,
    DeclinesTheNewestOffer,
    ReceivesAtTheCounter,
    Writes,
    Transfers,
    Promises,
    RecordsAnAbsence,
    ClosesAsServed,
    ClosesAsUnreachable,
    TimePasses,
    TheClockLooks,
    TheQueueIsLookedAt,
    AMessageComesAgain,
    TheOutboxIsSwept,
    TheJournalIsReplayed,
}

/// <summary>What becomes of the process that does it.</summary>
internal enum Fate
{
    Lives,
    DiesBeforeTheCommit,
    DiesAfterTheCommit,
    IsAskedTwice,
}

/// <summary>One act in a script. People and things are told by small numbers, so that a script stays a script when steps are taken out of it.</summary>
/// <param name="Act">What.</param>
/// <param name="Citizen">Whose request it is about, 0 or 1.</param>
/// <param name="Counsellor">Who at the desk, 0 to 2; see <see cref="IsByWhoeverHasIt"/>.</param>
/// <param name="Which">Which message, or how long.</param>
/// <param name="Fate">What becomes of it.</param>
internal sealed record Step(Act Act, int Citizen, int Counsellor, int Which, Fate Fate)
{
    /// <summary>How long time can pass: a moment, a lease, an offer, an attempt.</summary>
    public static readonly TimeSpan[] Times = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(301), TimeSpan.FromSeconds(3601)];

    public string CounsellorId => $"conseiller{Counsellor + 1}";

    /// <summary>What counsellors do about a request is mostly done by whoever has it or is asked for it: anybody else is refused, and nothing moves.</summary>
    public bool IsByWhoeverHasIt => Which % 3 != 0;

    /// <summary>Brings what was asked or sent in an earlier round.</summary>
    public bool BringsWhatIsOld => Act is Act.AMessageComesAgain or Act.TheOutboxIsSwept or Act.TheJournalIsReplayed;

    public override string ToString() => Act switch
    {
        Act.CitizenAsks or Act.CitizenWrites or Act.CitizenWithdraws or Act.CitizenAsksToBeCalledBack => $"{Act} (citizen {Citizen + 1})",
        Act.ComesToTheDesk or Act.GoesAway or Act.RenewsTheLease => $"{CounsellorId} {Act}",
        Act.TimePasses => $"{Act} ({Times[Which % Times.Length]})",
        Act.AMessageComesAgain => $"{Act} (number {Which})",
        Act.TheClockLooks or Act.TheQueueIsLookedAt or Act.TheOutboxIsSwept or Act.TheJournalIsReplayed => $"{Act}",
        _ => $"{(IsByWhoeverHasIt ? "whoever has it" : CounsellorId)} {Act} (citizen {Citizen + 1})",
    } + (Fate == Fate.Lives ? "" : $", {Fate}");
}

/// <summary>One step, or two at the same moment.</summary>
internal sealed record Round(Step First, Step? Beside)
{
    public IEnumerable<Step> Steps => Beside is null ? [First] : [First, Beside];

    public override string ToString() => Beside is null ? $"{First}" : $"{First}  AT ONCE WITH  {Beside}";
}
