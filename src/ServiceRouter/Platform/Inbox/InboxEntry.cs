namespace ServiceRouter.Platform.Inbox;

/// <summary>A message that a consumer has taken, committed with its effect: its repetition finds this row and does nothing. Words that came by another door than the database are one too.</summary>
public sealed class InboxEntry
{
    public Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public DateTimeOffset At { get; init; }
}
