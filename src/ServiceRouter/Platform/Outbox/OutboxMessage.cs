namespace ServiceRouter.Platform.Outbox;

/// <summary>
/// A message that waits for its broker confirm. Written in the transaction of the change that it tells; the node that wrote it
/// holds the first claim, so that in normal operation no other node sends it too.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Also the MessageId on the wire, by which consumers drop a repetition.</summary>
    public Guid Id { get; init; }
    /// <summary>Messages of one key leave in the order of <see cref="Sequence"/>.</summary>
    public Guid Key { get; init; }
    /// <summary>Order of writing; given by the database.</summary>
    public long Sequence { get; private set; }
    /// <summary>Full type name of the contract.</summary>
    public required string Type { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public required string ClaimedBy { get; set; }
    /// <summary>Until then only the claiming node sends it; afterwards any sweeper may take it.</summary>
    public DateTimeOffset ClaimedUntil { get; set; }
    public int Attempts { get; set; }
    /// <summary>Type of the exception that the last try ended with.</summary>
    public string? LastFailure { get; set; }
}
