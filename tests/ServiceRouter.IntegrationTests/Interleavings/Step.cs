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
    TakesUpTheLetter,
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
/// <param name="Which">Which message, how long, or until when.</param>
/// <param name="Fate">What becomes of it.</param>
internal sealed record Step(Act Act, int Citizen, int Counsellor, int Which, Fate Fate)
{
    /// <summary>How long time can pass: a moment, a lease, an offer, an attempt.</summary>
    public static readonly TimeSpan[] Times = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(301), TimeSpan.FromSeconds(3601)];

    /// <summary>How far away a citizen chooses to be called back: so near that it is no way past the queue, so far that others went first (docs/adr/0109), or as soon as possible.</summary>
    public static readonly TimeSpan?[] CalledBackIn = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(3), null];

    public string CounsellorId => $"conseiller{Counsellor + 1}";

    /// <summary>What counsellors do about a request is mostly done by whoever has it or is asked for it: anybody else is refused, and nothing moves.</summary>
    public bool IsByWhoeverHasIt => Which % 3 != 0;

    /// <summary>A promise has one date, or is a letter with two: when it is work, and what its citizen was told.</summary>
    public bool IsLetter => Which % 2 == 0;

    /// <summary>Of a wish to be called back; null: as soon as possible, which is a wish for a person and no date.</summary>
    public TimeSpan? IsIn => CalledBackIn[Which % CalledBackIn.Length];

    /// <summary>Brings what was asked or sent in an earlier round.</summary>
    public bool BringsWhatIsOld => Act is Act.AMessageComesAgain or Act.TheOutboxIsSwept or Act.TheJournalIsReplayed;

    private string Whoever => IsByWhoeverHasIt ? "whoever has it" : CounsellorId;

    public override string ToString() => Act switch
    {
        Act.CitizenAsks or Act.CitizenWrites or Act.CitizenWithdraws => $"{Act} (citizen {Citizen + 1})",
        Act.CitizenAsksToBeCalledBack => $"{Act} (citizen {Citizen + 1}, {(IsIn is { } far ? $"in {far}" : "soon")})",
        Act.ComesToTheDesk or Act.GoesAway or Act.RenewsTheLease => $"{CounsellorId} {Act}",
        Act.TimePasses => $"{Act} ({Times[Which % Times.Length]})",
        Act.AMessageComesAgain => $"{Act} (number {Which})",
        Act.TheClockLooks or Act.TheQueueIsLookedAt or Act.TheOutboxIsSwept or Act.TheJournalIsReplayed => $"{Act}",
        Act.Promises => $"{Whoever} {Act} {(IsLetter ? "a letter" : "an appointment")} (citizen {Citizen + 1})",
        _ => $"{Whoever} {Act} (citizen {Citizen + 1})",
    } + (Fate == Fate.Lives ? "" : $", {Fate}");
}

/// <summary>One step, or two at the same moment.</summary>
internal sealed record Round(Step First, Step? Beside)
{
    public IEnumerable<Step> Steps => Beside is null ? [First] : [First, Beside];

    public override string ToString() => Beside is null ? $"{First}" : $"{First}  AT ONCE WITH  {Beside}";
}
