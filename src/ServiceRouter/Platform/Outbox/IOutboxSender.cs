namespace ServiceRouter.Platform.Outbox;

/// <summary>Puts one message on the bus and waits for the broker's confirm.</summary>
internal interface IOutboxSender
{
    /// <exception cref="BrokerAwayException">The broker did not answer in time, or did not take the connection.</exception>
    /// <exception cref="RefusedByBrokerException">The broker has no queue for it.</exception>
    Task SendAsync(Guid messageId, object message, CancellationToken ct);
}
