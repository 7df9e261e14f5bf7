namespace ServiceRouter.Platform.DeadLetters;

/// <summary>How a message failed for good. Stored by name.</summary>
public enum FailedBy
{
    /// <summary>Its consumer threw (queue <c>…_error</c>).</summary>
    Consumer,
    /// <summary>Nothing of ours takes this kind of message (queue <c>…_skipped</c>).</summary>
    NoConsumer,
    /// <summary>It came back to its queue too often (queue <c>sr-dead-letters</c>), or two processes ended with it.</summary>
    Returns,
    /// <summary>It could not be sent, however often it was tried (outbox).</summary>
    Sending,
    /// <summary>The record of the node's journal could not be read or taken.</summary>
    Journal,
}

/// <summary>A message that failed for good, as it was found: where, why, and what of it can be read.</summary>
/// <param name="Id">Its message id, or one made from its bytes: the same message is kept once.</param>
/// <param name="FailedBy">How it failed.</param>
/// <param name="Place">Queue, <c>outbox</c> or <c>journal</c>.</param>
/// <param name="Type">Full name of its contract; null when it cannot be read.</param>
/// <param name="Technical">Type of the exception, or the broker's reason. Never the text of an exception: it may hold what somebody wrote.</param>
/// <param name="Body">The message's own JSON, or its bytes as text; null when reading it is what fails.</param>
/// <param name="HandoffId">What it is about, as far as its place tells.</param>
/// <param name="FailedAt">When it was found (UTC).</param>
internal sealed record FailedMessage(Guid Id, FailedBy FailedBy, string Place, string? Type, string? Technical, string? Body, Guid? HandoffId, DateTimeOffset FailedAt)
{
    /// <summary>
    /// What is left when something about it may end the process: that there was such a message, and whose. Somebody may hold the receipt of an asking,
    /// and a message is also suspected that was only in hand when another one ended the process.
    /// </summary>
    public FailedMessage WithIdentityOnly() => this with { Body = ReadFailedMessage.IdentityOf(Body) };

    /// <summary>What is left when even the keeping fails: that there was such a message.</summary>
    public FailedMessage WithoutBody() => this with { Body = null };
}

/// <summary>Where failed messages go: a row that people see (docs/adr/0012).</summary>
internal interface IDeadLetterBox
{
    /// <summary>Ends when the row is committed. The same message, kept again, adds nothing.</summary>
    /// <exception cref="Exception">It is not kept: the message must stay where it is.</exception>
    Task KeepAsync(FailedMessage failed, CancellationToken ct);
}
