namespace ServiceRouter.Handoffs;

/// <summary>The published order of the queue, for whoever reads it or tells a place in it.</summary>
internal static class QueueOrder
{
    /// <summary>The queue: higher rank, then the head of the queue, then age since the asking; the matcher goes by the same.</summary>
    public static IOrderedQueryable<Handoff> InQueueOrder(this IQueryable<Handoff> handoffs) =>
        handoffs.OrderBy(h => h.Rank).ThenByDescending(h => h.AtHead).ThenBy(h => h.AskedAt).ThenBy(h => h.Id);

    /// <summary>Waiting handoffs that come before this one.</summary>
    public static IQueryable<Handoff> AheadOf(this IQueryable<Handoff> handoffs, Handoff mine) =>
        handoffs.OnSideOf(mine.Territory).Where(h => h.State == HandoffState.Waiting && h.Id != mine.Id
            && (h.Rank < mine.Rank || (h.Rank == mine.Rank && ((h.AtHead && !mine.AtHead) || (h.AtHead == mine.AtHead && h.AskedAt < mine.AskedAt)))));
}
