using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Platform.Bus;

/// <summary>
/// Empties the queues of failed messages: <c>…_error</c>, <c>…_skipped</c> of each of our queues, and <c>sr-dead-letters</c>. A message is
/// acknowledged after its row is committed. While the database is away it is held, and what is behind it waits in the broker.
/// </summary>
internal static class WatchFailures
{
    private const string DeadLetters = BusModule.QueuePrefix + "-dead-letters";

    public static void On(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator bus, IReadOnlyDictionary<string, IReceiveEndpointConfigurator> endpoints)
    {
        if (endpoints.Count == 0) return;
        foreach (var (name, source) in endpoints)
        {
            foreach (var (queue, failedBy) in QueuesOf(name))
            {
                bus.ReceiveEndpoint(queue, endpoint =>
                {
                    // MassTransit declares them with the arguments of the queue that they belong to: with others both would fail for ever (406).
                    foreach (var (key, value) in ((IRabbitMqReceiveEndpointConfiguration)source).Settings.QueueArguments) endpoint.SetQueueArgument(key, value);
                    Empty(context, endpoint, name, failedBy);
                });
            }
        }
        bus.ReceiveEndpoint(DeadLetters, endpoint =>
        {
            // As infra/rabbitmq/definitions.json declares it: quorum and nothing else.
            endpoint.SetQuorumQueue();
            Empty(context, endpoint, DeadLetters, FailedBy.Returns);
        });
    }

    /// <summary>The same without a broker: a bus in memory has no delivery limit, and what ends the process is gone with it.</summary>
    public static void On(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator bus, IReadOnlyDictionary<string, IReceiveEndpointConfigurator> endpoints)
    {
        foreach (var (name, _) in endpoints)
            foreach (var (queue, failedBy) in QueuesOf(name)) bus.ReceiveEndpoint(queue, endpoint => Empty(context, endpoint, name, failedBy));
    }

    /// <summary>A queue, and those of its failed messages.</summary>
    public static IEnumerable<string> WithFailures(string name) => [name, .. QueuesOf(name).Select(failures => failures.Queue)];

    private static (string Queue, FailedBy FailedBy)[] QueuesOf(string name) => [(name + "_error", FailedBy.Consumer), (name + "_skipped", FailedBy.NoConsumer)];

    private static void Empty(IBusRegistrationContext context, IReceiveEndpointConfigurator endpoint, string place, FailedBy failedBy)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        // One at a time: a thousand failures at once must not take the database from those who are served.
        endpoint.ConcurrentMessageLimit = 1;
        // And one in hand: what waits here when another message ends the process is not to be counted as suspect.
        endpoint.PrefetchCount = 1;
        endpoint.ConfigureReceive(receive => receive.UseFilter(KeepFailed.Of(place, failedBy, context)));
    }
}
