using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>Which moves the scripts of one run came to: about a move that nobody made, they have shown nothing.</summary>
internal sealed class Reached
{
    private const string LetterBeforeItsDate = "a letter before its date";
    private const string LateCallBack = "a call-back that was heard of late";

    private readonly HashSet<string> seen = [];

    /// <summary>What no script came to.</summary>
    public IEnumerable<string> Missing => All.Except(seen);

    private static IEnumerable<string> All =>
        (from state in Enum.GetValues<HandoffState>()
         from move in Enum.GetValues<HandoffMove>()
         where HandoffTransitions.Decide(state, move).Verdict == Verdict.Handled
         select Name(state, move)).Append(Name(null, HandoffMove.Ask)).Append(LetterBeforeItsDate).Append(LateCallBack);

    /// <param name="before">State before the entry; null before the first.</param>
    /// <param name="entry">Of the event log.</param>
    /// <param name="moment">When it was seen.</param>
    public void Note(HandoffState? before, HandoffLogEntry entry, Moment moment)
    {
        seen.Add(Name(before, entry.Move));
        if (entry.Move == HandoffMove.FallDue && HandoffRecord.CounsellorOf(entry.Actor) is not null) seen.Add(LetterBeforeItsDate);
        if (entry.Move == HandoffMove.Commit && entry.Actor == HandoffRecord.Citizen && moment.Acts.All(a => a.Act != Act.CitizenAsksToBeCalledBack)) seen.Add(LateCallBack);
    }

    private static string Name(HandoffState? before, HandoffMove move) => $"{before?.ToString() ?? "NotAsked"} {move}";
}
