namespace ServiceRouter.Handoffs;

/// <summary>
/// A move that was made and is to be recorded. Only a handoff makes one, and only <see cref="HandoffRecord.Record"/> takes one, so that what stands in the event log is
/// what happened to the row.
/// </summary>
public sealed class Moved
{
    internal Moved(Handoff handoff, HandoffMove move) => (Handoff, Move) = (handoff, move);

    /// <summary>After the move.</summary>
    public Handoff Handoff { get; }

    public HandoffMove Move { get; }
}
