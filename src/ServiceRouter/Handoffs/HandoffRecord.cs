using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>Writes each handled move to the event log, in the transaction of the move.</summary>
internal static class HandoffRecord
{
    public const string Citizen = "citizen";
    public const string Assistant = "assistant";
    public const string Routing = "routing";
    public const string Clock = "clock";

    /// <summary>The telephone: a counsellor's line was lost.</summary>
    public const string Line = "line";

    /// <summary>Instead of the citizen in the first entry of an exercise's handoff: the mark is inside the chained hash.</summary>
    public const string Exercise = "exercise";

    private const string OfCounsellor = "counsellor:";
    private const string OfManager = "manager:";

    public static string Counsellor(string id) => OfCounsellor + id;

    /// <summary>The counsellor who moved; null when it was somebody else.</summary>
    public static string? CounsellorOf(string actor) => actor.StartsWith(OfCounsellor, StringComparison.Ordinal) ? actor[OfCounsellor.Length..] : null;

    public static string Manager(string id) => OfManager + id;

    /// <summary>The manager who moved, in an exercise; null when it was somebody else.</summary>
    public static string? ManagerOf(string actor) => actor.StartsWith(OfManager, StringComparison.Ordinal) ? actor[OfManager.Length..] : null;

    /// <summary>When a handoff moved last, as this unit has read it.</summary>
    public static Task<DateTimeOffset> LastMoveAtAsync(this Work work, Handoff handoff, CancellationToken ct) =>
        work.Db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == handoff.Version).Select(e => e.At).SingleAsync(ct);

    /// <summary>Late or repeated: nothing changes, and it is counted, once, however often the unit is repeated.</summary>
    public static void CountIgnored(this Work work, HandoffMove move) =>
        work.AfterCommit(() => Measures.MovesIgnored.Add(1, new KeyValuePair<string, object?>("move", move.ToString())));

    /// <param name="work">The unit of work.</param>
    /// <param name="moved">What happened, to which handoff.</param>
    /// <param name="actor">Who did it; see the constants above.</param>
    /// <param name="facts">What there is to record of this move; null where there is nothing.</param>
    public static void Record(this Work work, Moved moved, string actor, MoveFacts? facts = null)
    {
        var (handoff, move) = (moved.Handoff, moved.Move);
        var entry = new HandoffLogEntry
        {
            HandoffId = handoff.Id,
            Number = handoff.Version,
            At = work.Now,
            Move = move,
            State = handoff.State,
            Actor = actor,
            Facts = facts?.ToJson() ?? "{}",
            PreviousHash = handoff.LogHash,
        };
        entry = entry.Sealed();
        handoff.LogHash = entry.Hash;
        work.Db.HandoffLog.Add(entry);
        if (move != HandoffMove.Ask || !work.IsBegunHere(handoff.ConversationId)) work.Announce(StreamName.Conversation(handoff.ConversationId), LiveItem.Nudge);
        work.AfterCommit(() => Measures.Moves.Add(1, new KeyValuePair<string, object?>("move", move.ToString())));
    }
}
