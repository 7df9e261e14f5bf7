using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Doors;

/// <summary>What waits behind the second and the third door, as a metric of this node: from memory, so that it is told while the database is away.</summary>
internal sealed class DoorGauges(KeptAskings kept, NodeName node) : IHostedService, IDisposable
{
    private readonly Meter meter = Measures.OfNode(node);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge(
            "sr.doors.kept", () => new Measurement<int>(kept.Count, new KeyValuePair<string, object?>("node", node.Value)),
            description: "Requests for a human on this node's disk that the database does not have yet");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();
}
