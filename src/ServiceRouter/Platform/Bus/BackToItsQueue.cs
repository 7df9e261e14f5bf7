using MassTransit;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus;

/// <summary>
/// A message whose consumer finds the database away is tried again by its endpoint until it is back. When the node stops meanwhile, the message
/// goes back to its queue as it is: neither an outage nor the end of a node is a failure of the message, and none must reach a desk as one.
/// </summary>
internal sealed class BackToItsQueue(IHostApplicationLifetime host) : IFilter<ConsumeContext>
{
    /// <summary>Longer than the broker lets a node hold a message (infra/rabbitmq: 30 minutes): it then takes it back by itself.</summary>
    public const int MostTries = 7200;
    public static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        try
        {
            await next.Send(context);
        }
        // What a consumer waits for may have stopped before it: the matching of this node makes no pass any more, and lets its messages go.
        catch (Exception e) when (host.ApplicationStopping.IsCancellationRequested && (e is ConsumerCanceledException || StorageFailure.IsAway(e)))
        {
            throw new OperationCanceledException("The service stops before the message is done with");
        }
    }

    // To lose every race for a row in an hour in which everybody works is no failure of the message either.
    public bool IsWorthAnotherTry(Exception failure) => !host.ApplicationStopping.IsCancellationRequested && (StorageFailure.IsAway(failure) || StorageFailure.IsOvertaken(failure));

    public void Probe(ProbeContext context) => context.CreateFilterScope("backToItsQueue");
}
