namespace ServiceRouter.Platform.Outbox;

/// <summary>Puts one message on the bus and waits for the broker's confirm.</summary>
internal interface IOutboxSender
{
    /// <exception cref="BrokerAwayException">The broker did not answer in time.</exception>
    /// <exception cref="RefusedByBrokerException">The broker has no queue for it.</exception>
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

/// <summary>The broker takes other messages and not this one: another broker, or this one later, may take it.</summary>
public sealed class RefusedByBrokerException : Exception
{
    public RefusedByBrokerException()
        : base("The broker does not take this message")
    {
    }

    public RefusedByBrokerException(string message)
        : base(message)
    {
    }

    public RefusedByBrokerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The row itself cannot become a message of this version: its contract is unknown, its body unreadable or too large.</summary>
public sealed class FaultyRowException : Exception
{
    public FaultyRowException()
        : base("The row cannot become a message")
    {
    }

    public FaultyRowException(string message)
        : base(message)
    {
    }

    public FaultyRowException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
