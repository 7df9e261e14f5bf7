namespace ServiceRouter.Handoffs;

/// <summary>The published order of the queue, for whoever has to tell a place in it.</summary>
internal static class QueueOrder
{
    /// <summary>Waiting handoffs that come before this one: higher rank, then the head of the queue, then age since the asking.</summary>
    public static IQueryable<Handoff> AheadOf(this IQueryable<Handoff> handoffs, Handoff mine) =>
        handoffs.OnSideOf(mine.Territory).Where(h => h.State == HandoffState.Waiting && h.Id != mine.Id
            && (h.Rank < mine.Rank || (h.Rank == mine.Rank && ((h.AtHead && !mine.AtHead) || (h.AtHead == mine.AtHead && h.AskedAt < mine.AskedAt)))));
}
