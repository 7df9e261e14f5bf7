using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace ServiceRouter.Platform.Parts;

/// <summary>The parts as metrics of this node: one series for each part and state, 1 for the state in which it is.</summary>
internal sealed class PartGauges(NodeParts parts, NodeName node) : IHostedService, IDisposable
{
    private readonly Meter meter = Measures.OfNode(node);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge("sr.part.state", ReadParts, description: "1 for the state in which a part of this node is, 0 for the others");
        meter.CreateObservableGauge("sr.node.readiness", ReadNode, description: "1 for what /health/ready says of this node, 0 for the others");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<int>> ReadParts() =>
        from standing in parts.All
        from state in Enum.GetValues<PartState>()
        select Flag(standing.State == state, Tag("part", WireName.Of(standing.Part)), Tag("state", WireName.Of(state)));

    private IEnumerable<Measurement<int>> ReadNode()
    {
        var now = parts.Readiness;
        return Enum.GetValues<Readiness>().Select(readiness => Flag(now == readiness, Tag("readiness", WireName.Of(readiness))));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Measurement<int> Flag(bool isSo, params KeyValuePair<string, object?>[] tags) => new(isSo ? 1 : 0, [.. tags, new("node", node.Value)]);
}
