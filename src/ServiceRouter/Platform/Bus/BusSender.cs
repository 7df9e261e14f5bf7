using MassTransit;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Bus;

/// <summary>Publishes with confirm, <c>mandatory</c> (an unroutable message is otherwise confirmed and gone) and a time limit.</summary>
internal sealed class BusSender(IBus bus, IOptions<BusOptions> options, Confirms confirms, NodeParts parts) : IOutboxSender
{
    public async Task SendAsync(Guid messageId, object message, CancellationToken ct)
    {
        // Not BrokerAwayException: the dispatcher would take the broker for away, for everybody.
        ExerciseScope.ThrowIfAway(TakenAway.Broker);
        try
        {
            // A limit on waiting for a socket, not a date: a test that turns the service's clock must not cut a send short. And a limit on the waiting itself:
            // a channel that the client waits for good for does not ask what has been cancelled.
            await TimeLimit.RunAsync(end => bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = messageId;
                context.Mandatory = true;
            }), end), options.Value.SendTimeout, ct);
            confirms.Came();
            parts.Succeeded(Part.Broker);
        }
        // What says something of the broker comes first, and each of it says something else; the rest is told as it is.
        catch (MessageReturnedException)
        {
            // The broker is there: it is this row alone that it has no queue for.
            throw new RefusedByBrokerException("No queue takes it");
        }
        catch (ConnectionException) when (!ct.IsCancellationRequested)
        {
            // Such as a login that is refused: the library then fails at once instead of waiting, and nothing is wrong with the message.
            confirms.DidNotCome();
            parts.Failed(Part.Broker, "does not take the connection");
            throw new BrokerAwayException();
        }
        catch (TimeoutException)
        {
            confirms.DidNotCome();
            parts.Failed(Part.Broker, "does not confirm");
            throw new BrokerAwayException();
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // It may be the row's own fault (a message that cannot be written): the broker is not called away for it, or one bad row would hold back all others. That no
            // confirm came is counted all the same: where none comes for anything any more, KeepBus ends the node (docs/adr/0041).
            confirms.DidNotCome();
            throw;
        }
    }
}
