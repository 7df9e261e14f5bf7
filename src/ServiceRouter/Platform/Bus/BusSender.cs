using MassTransit;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Bus;

/// <summary>Publishes with confirm, <c>mandatory</c> (an unroutable message is otherwise confirmed and gone) and a time limit.</summary>
internal sealed class BusSender(IBus bus, IOptions<BusOptions> options, NodeParts parts) : IOutboxSender
{
    public async Task SendAsync(Guid messageId, object message, CancellationToken ct)
    {
        // Not BrokerAwayException: the dispatcher would take the broker for away, for everybody.
        ExerciseScope.ThrowIfAway(TakenAway.Broker);
        // A limit on waiting for a socket, not a date: a test that turns the service's clock must not cut a send short.
        using var limit = new CancellationTokenSource(options.Value.SendTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = messageId;
                context.Mandatory = true;
            }), either.Token);
            parts.Succeeded(Part.Broker);
        }
        catch (MessageReturnedException)
        {
            throw new RefusedByBrokerException("No queue takes it");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            parts.Failed(Part.Broker, "does not confirm");
            throw new BrokerAwayException();
        }
    }
}
