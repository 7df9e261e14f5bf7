using MassTransit;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Bus;

/// <summary>The bus holds its connections. Whether the broker also confirms is seen by those who send.</summary>
internal sealed class BrokerLook(IBusControl bus, IOptions<BusOptions> options) : IPartLook
{
    public Part Part => Part.Broker;

    public Task<(PartState State, string Words)> LookAsync(CancellationToken ct) => Task.FromResult((bus.CheckHealth().Status, options.Value.Transport) switch
    {
        // It forgets, and is no door.
        (BusHealthStatus.Healthy, BusTransport.InMemory) => (PartState.NotConfigured, "in memory"),
        (BusHealthStatus.Healthy, _) => (PartState.Works, "connected"),
        (BusHealthStatus.Degraded, _) => (PartState.Impaired, "not all queues are connected"),
        _ => (PartState.Away, "not connected"),
    });
}
