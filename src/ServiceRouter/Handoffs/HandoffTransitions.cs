namespace ServiceRouter.Handoffs;

/// <summary>What the table says of one move in one state.</summary>
public enum Verdict
{
    /// <summary>The move changes the state.</summary>
    Handled,
    /// <summary>Late or repeated and harmless: nothing changes, counted.</summary>
    Ignored,
    /// <summary>Asked by a person who must be told that it cannot be.</summary>
    Refused,
}

/// <summary>
/// Decides what a move does to a handoff: one table, state by move.
/// Only three moves end a handoff, each a human act (G4): Serve, RecordUnreachable, Withdraw.
/// Late or repeated are: every answer to an offer that is over, every timer, every withdrawal after the end.
/// </summary>
public static class HandoffTransitions
{
    private static readonly Dictionary<(HandoffState, HandoffMove), HandoffState> Table = new()
    {
        [(HandoffState.Waiting, HandoffMove.Offer)] = HandoffState.Offered,
        [(HandoffState.Waiting, HandoffMove.Commit)] = HandoffState.Promised,
        [(HandoffState.Waiting, HandoffMove.Withdraw)] = HandoffState.Withdrawn,

        [(HandoffState.Offered, HandoffMove.Accept)] = HandoffState.WithCounsellor,
        [(HandoffState.Offered, HandoffMove.Decline)] = HandoffState.Waiting,
        [(HandoffState.Offered, HandoffMove.ExpireOffer)] = HandoffState.Waiting,
        [(HandoffState.Offered, HandoffMove.LoseCounsellor)] = HandoffState.Waiting,
        [(HandoffState.Offered, HandoffMove.Commit)] = HandoffState.Promised,
        [(HandoffState.Offered, HandoffMove.Withdraw)] = HandoffState.Withdrawn,

        [(HandoffState.WithCounsellor, HandoffMove.LoseCounsellor)] = HandoffState.Waiting,
        [(HandoffState.WithCounsellor, HandoffMove.Transfer)] = HandoffState.Waiting,
        [(HandoffState.WithCounsellor, HandoffMove.Commit)] = HandoffState.Promised,
        [(HandoffState.WithCounsellor, HandoffMove.RecordAbsence)] = HandoffState.Absent,
        [(HandoffState.WithCounsellor, HandoffMove.Serve)] = HandoffState.Served,
        [(HandoffState.WithCounsellor, HandoffMove.RecordUnreachable)] = HandoffState.Unreachable,
        [(HandoffState.WithCounsellor, HandoffMove.Withdraw)] = HandoffState.Withdrawn,

        [(HandoffState.Promised, HandoffMove.FallDue)] = HandoffState.Waiting,
        [(HandoffState.Promised, HandoffMove.CitizenReturns)] = HandoffState.Waiting,
        [(HandoffState.Promised, HandoffMove.Commit)] = HandoffState.Promised,
        [(HandoffState.Promised, HandoffMove.Withdraw)] = HandoffState.Withdrawn,

        [(HandoffState.Absent, HandoffMove.FallDue)] = HandoffState.Waiting,
        [(HandoffState.Absent, HandoffMove.CitizenReturns)] = HandoffState.Waiting,
        [(HandoffState.Absent, HandoffMove.Commit)] = HandoffState.Promised,
        [(HandoffState.Absent, HandoffMove.Withdraw)] = HandoffState.Withdrawn,
    };

    /// <summary>Moves that a person makes at a screen: refused with a word when they cannot be, never dropped in silence.</summary>
    private static readonly HashSet<HandoffMove> MadeByAPerson =
    [
        HandoffMove.Accept, HandoffMove.Decline, HandoffMove.Transfer, HandoffMove.Commit,
        HandoffMove.RecordAbsence, HandoffMove.Serve, HandoffMove.RecordUnreachable,
    ];

    /// <summary>The verdict, and the state after it (the same state unless handled).</summary>
    public static (Verdict Verdict, HandoffState Next) Decide(HandoffState state, HandoffMove move)
    {
        if (Table.TryGetValue((state, move), out var next)) return (Verdict.Handled, next);
        return (MadeByAPerson.Contains(move) ? Verdict.Refused : Verdict.Ignored, state);
    }

    /// <summary>True for the three states after a human act has ended the handoff.</summary>
    public static bool HasEnded(HandoffState state) =>
        state is HandoffState.Served or HandoffState.Withdrawn or HandoffState.Unreachable;

    /// <summary>True while the handoff counts as open in the ledger (G5).</summary>
    public static bool IsOpen(HandoffState state) => !HasEnded(state);
}
