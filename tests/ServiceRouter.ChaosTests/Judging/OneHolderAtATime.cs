namespace ServiceRouter.ChaosTests.Judging;

/// <summary>Reads one request's log as a sequence of hand-overs: offered to one, taken by that one, given back before the next, ended once.</summary>
internal static class OneHolderAtATime
{
    // Two units of work of two nodes, dated before they are committed.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Whether a counsellor had the citizen in hand at that moment.</summary>
    public static bool Held(HandoffRow handoff, string user, DateTimeOffset at)
    {
        DateTimeOffset? since = null;
        foreach (var entry in handoff.Log)
        {
            if (entry.Move == "Accept" && entry.Actor == $"counsellor:{user}") since = entry.At;
            else if (since is { } from && (entry.Move == "Accept" || Returns(entry.Move) || Ends(entry.Move)))
            {
                if (at >= from - Tolerance && at <= entry.At + Tolerance) return true;
                since = null;
            }
        }
        return since is { } still && at >= still - Tolerance;
    }

    public static IEnumerable<string> Check(HandoffRow handoff)
    {
        var (holder, ended, number) = ("", false, 0);
        foreach (var entry in handoff.Log)
        {
            if (entry.Number != ++number) yield return $"log of {handoff.Receipt}: entry {entry.Number} stands at place {number}";
            if (ended) yield return $"log of {handoff.Receipt}: {entry.Move} after the end";
            switch (entry.Move)
            {
                case "Accept":
                    if (holder.Length > 0) yield return $"double assignment: {handoff.Receipt} is with {holder} and taken by {entry.Actor}";
                    holder = entry.Actor;
                    break;
                case var move when Returns(move):
                    holder = "";
                    break;
                case var move when Ends(move):
                    // A citizen withdraws whoever has them in hand.
                    if (move != "Withdraw" && holder != entry.Actor) yield return $"stale write: {handoff.Receipt} is with {(holder.Length == 0 ? "nobody" : holder)} and ended by {entry.Actor}";
                    ended = true;
                    break;
            }
        }
        if (number != handoff.Version) yield return $"log of {handoff.Receipt} has {number} entries, the row is at version {handoff.Version}";
    }

    private static bool Returns(string move) => move is "LoseCounsellor" or "Transfer" or "Commit" or "RecordAbsence";

    private static bool Ends(string move) => move is "Serve" or "RecordUnreachable" or "Withdraw";
}
