using MassTransit;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Routing;

/// <summary>A handoff came into the queue. Late and repeated messages cost a look that finds nothing.</summary>
internal sealed class HandoffWaitingConsumer(MatchingLoop loop) : IConsumer<HandoffWaiting>
{
    public Task Consume(ConsumeContext<HandoffWaiting> context) => loop.RunPassForAsync(context.MessageId).WaitAsync(context.CancellationToken).WithoutWordsAsync();
}

/// <summary>A counsellor has a place.</summary>
internal sealed class CounsellorAvailableConsumer(MatchingLoop loop) : IConsumer<CounsellorAvailable>
{
    public Task Consume(ConsumeContext<CounsellorAvailable> context) => loop.RunPassForAsync(context.MessageId).WaitAsync(context.CancellationToken).WithoutWordsAsync();
}

/// <summary>
/// Both share one queue with a single active consumer: one node at a time is woken by messages, and another takes over when it goes. It is not the only one
/// that matches: every process that takes requests or has counsellors does, for what it has committed and at intervals (docs/adr/0055).
/// </summary>
internal sealed class HandoffWaitingDefinition : ConsumerDefinition<HandoffWaitingConsumer>
{
    public HandoffWaitingDefinition()
    {
        EndpointName = MatchingEndpoint.Queue;
        ConcurrentMessageLimit = MatchingEndpoint.Concurrency;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<HandoffWaitingConsumer> consumerConfigurator, IRegistrationContext context) =>
        MatchingEndpoint.Configure(endpointConfigurator);
}

internal sealed class CounsellorAvailableDefinition : ConsumerDefinition<CounsellorAvailableConsumer>
{
    public CounsellorAvailableDefinition()
    {
        EndpointName = MatchingEndpoint.Queue;
        ConcurrentMessageLimit = MatchingEndpoint.Concurrency;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<CounsellorAvailableConsumer> consumerConfigurator, IRegistrationContext context) =>
        MatchingEndpoint.Configure(endpointConfigurator);
}

internal static class MatchingEndpoint
{
    public const string Queue = "sr-matching";
    // Messages that arrive during a pass share the next one: many may wait for it at once.
    public const int Concurrency = 64;

    public static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = Concurrency;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SingleActiveConsumer = true;
    }
}
