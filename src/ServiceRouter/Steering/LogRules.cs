using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering;

/// <summary>
/// What a log may say, also one that was written with right hashes: each state follows from the move by the table, which never changed, and a person ended what has ended (G4). Pure.
/// </summary>
internal static class LogRules
{
    /// <param name="before">State before the entry; null before the first.</param>
    /// <param name="move">Of the entry.</param>
    /// <param name="state">After it.</param>
    /// <param name="actor">Who moved.</param>
    /// <param name="asker">Who is named in the first entry: an exercise is known by it.</param>
    /// <returns>In words for an auditor; null when the entry keeps the rules.</returns>
    public static string? Fault(HandoffState? before, HandoffMove move, HandoffState state, string actor, string asker) =>
        (before is null) != (move == HandoffMove.Ask) ? $"a log has one Ask, as its first entry, and this entry is {move}"
        : before is null ? state == HandoffState.Waiting ? null : $"whoever asks is waiting, and this entry says {state}"
        : HandoffTransitions.Decide(before.Value, move) is not (Verdict.Handled, var next) ? $"{move} cannot come in state {before}"
        : next != state ? $"{move} in state {before} leads to {next}, and this entry says {state}"
        : HandoffTransitions.HasEnded(state) && !MayEnd(move, actor, asker) ? $"{move} by {actor}: only a person ends a request"
        : null;

    private static bool MayEnd(HandoffMove move, string actor, string asker) => move switch
    {
        HandoffMove.Withdraw => actor == HandoffRecord.Citizen || (asker == HandoffRecord.Exercise && HandoffRecord.ManagerOf(actor) is { Length: > 0 }),
        _ => HandoffRecord.CounsellorOf(actor) is { Length: > 0 },
    };
}
