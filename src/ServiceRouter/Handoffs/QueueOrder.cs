namespace ServiceRouter.Handoffs;

/// <summary>The published order of the queue, for whoever reads it, matches from it or tells a place in it: higher rank, then the head of the queue, then age since the asking.</summary>
internal static class QueueOrder
{
    public static IOrderedQueryable<Handoff> InQueueOrder(this IQueryable<Handoff> handoffs) => handoffs.OrderBy(h => h.Rank).ThenInRank();

    /// <summary>The same in memory: what comes first is less.</summary>
    public static (HandoffRank, bool, DateTimeOffset, Guid) Key(HandoffRank rank, bool atHead, DateTimeOffset askedAt, Guid id) => (rank, !atHead, askedAt, id);

    /// <summary>Waiting handoffs that come before this one. Of two that were asked for in the same instant each is told the better place.</summary>
    public static IQueryable<Handoff> AheadOf(this IQueryable<Handoff> handoffs, Handoff mine) =>
        handoffs.OnSideOf(mine.Territory).Where(h => h.State == HandoffState.Waiting && h.Id != mine.Id
            && (h.Rank < mine.Rank || (h.Rank == mine.Rank && ((h.AtHead && !mine.AtHead) || (h.AtHead == mine.AtHead && h.AskedAt < mine.AskedAt)))));

    /// <summary>
    /// Handoffs with a date until then that will come before this one when it falls due, as <see cref="HeadOfRank"/> has it: at the head of their rank, or, where the date gives no place, by their age.
    /// Nobody who is asked for now is in it.
    /// </summary>
    /// <param name="handoffs">All of them.</param>
    /// <param name="at">Counted is what falls due until then.</param>
    /// <param name="mine">Whose place is told.</param>
    public static IQueryable<Handoff> AheadAt(this IQueryable<Handoff> handoffs, DateTimeOffset at, Handoff mine)
    {
        var until = at.ToUniversalTime();
        var due = handoffs.OnSideOf(mine.Territory).Where(h => (h.State == HandoffState.Promised || h.State == HandoffState.Absent) && h.DueAt <= until && h.Id != mine.Id);
        return mine.AtHead
            ? due.Where(h => h.Rank < mine.Rank || (h.Rank == mine.Rank && (h.AtHead || !h.DateGivesNoPlace) && h.AskedAt < mine.AskedAt))
            : due.Where(h => h.Rank < mine.Rank || (h.Rank == mine.Rank && (h.AtHead || !h.DateGivesNoPlace || h.AskedAt < mine.AskedAt)));
    }

    /// <summary>
    /// Handoffs that a pass, which reads <see cref="InQueueOrder"/>, comes to when it has read this one: by the key and not by a number of rows, so that whoever leaves the head between two readings
    /// shifts nobody out of both.
    /// </summary>
    public static IQueryable<Handoff> Behind(this IQueryable<Handoff> handoffs, Handoff last) =>
        handoffs.Where(h => h.Rank > last.Rank
            || (h.Rank == last.Rank
                && ((!h.AtHead && last.AtHead)
                    || (h.AtHead == last.AtHead && (h.AskedAt > last.AskedAt || (h.AskedAt == last.AskedAt && h.Id.CompareTo(last.Id) > 0))))));

    private static IOrderedQueryable<Handoff> ThenInRank(this IOrderedQueryable<Handoff> byRank) => byRank.ThenByDescending(h => h.AtHead).ThenBy(h => h.AskedAt).ThenBy(h => h.Id);
}
