namespace ServiceRouter.Desk;

/// <summary>
/// One line of a counsellor's event stream, written in the transaction that made it true. Numbered without gaps per counsellor,
/// in commit order, so that <c>Last-Event-ID</c> resumes on any node.
/// </summary>
public sealed class DeskEvent
{
    public required string CounsellorId { get; init; }
    public long Number { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>offer, offer-ended, activity, handoff-changed or dead-letter.</summary>
    public required string Kind { get; init; }
    /// <summary>Empty for a dead letter about no known handoff.</summary>
    public Guid HandoffId { get; init; }
    /// <summary>One line of JSON without words: an activity event carries its number, and the text is joined when it is read.</summary>
    public required string Json { get; init; }
}
