using MassTransit;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Bus;

/// <summary>The bus holds its connections. Whether the broker also confirms is seen by those who send.</summary>
internal sealed class BrokerLook(IBusControl bus, GivenUp givenUp, IOptions<BusOptions> options) : IPartLook
{
    public Part Part => Part.Broker;

    public Task<(PartState State, string Words)> LookAsync(CancellationToken ct) => Task.FromResult((bus.CheckHealth().Status, options.Value.Transport) switch
    {
        // It forgets, and is no door.
        (BusHealthStatus.Healthy, BusTransport.InMemory) => (PartState.NotConfigured, "in memory"),
        (BusHealthStatus.Healthy, _) => (PartState.Works, "connected"),
        // The login may be taken by now: the node does not know it before it has ended (docs/adr/0067).
        (_, BusTransport.RabbitMq) when givenUp.Any => (PartState.Away, "has refused the login"),
        (BusHealthStatus.Degraded, _) => (PartState.Impaired, "not all queues are connected"),
        _ => (PartState.Away, "not connected"),
    });
}
