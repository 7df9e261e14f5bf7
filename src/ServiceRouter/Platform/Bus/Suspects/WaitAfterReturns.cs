using System.Security.Cryptography;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// A message that its queue has had back was in hand when a node ended, and may be what ended it. Handled at once it would end the next node while
/// the first is not back, and so on until nobody is served; so it waits until that one is, and what is not suspected goes past it (docs/adr/0045).
/// </summary>
/// <param name="clock">Time.</param>
/// <param name="host">A node that ends waits for nothing.</param>
internal sealed class WaitAfterReturns(TimeProvider clock, IHostApplicationLifetime host) : IFilter<ReceiveContext>
{
    /// <summary>A node that has to start anew serves again within about ten seconds.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <summary>Drawn between the two, so that nodes that were given suspects at the same moment do not end at the same moment.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (BrokerHeaders.Returns(context) > 0)
        {
            var wait = RandomNumberGenerator.GetInt32((int)Shortest.TotalMilliseconds, (int)Longest.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(wait), clock, host.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("waitAfterReturns");
}
