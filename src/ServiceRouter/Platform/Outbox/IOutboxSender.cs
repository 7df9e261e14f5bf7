namespace ServiceRouter.Platform.Outbox;

/// <summary>Puts one message on the bus and waits for the broker's confirm.</summary>
internal interface IOutboxSender
{
    /// <exception cref="BrokerAwayException">The broker did not answer in time.</exception>
    Task SendAsync(Guid messageId, object message, CancellationToken ct);
}

/// <summary>The broker did not answer in time: nothing is wrong with the message.</summary>
public sealed class BrokerAwayException : Exception
{
    public BrokerAwayException()
        : base("The broker did not answer in time")
    {
    }

    public BrokerAwayException(string message)
        : base(message)
    {
    }

    public BrokerAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
