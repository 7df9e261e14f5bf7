using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Host.Probes;

/// <summary>The readiness of this node in words, each from a fixed list: nothing of an exception reaches the caller.</summary>
/// <param name="Status">ready, degraded (a request for a human is accepted here all the same) or down.</param>
/// <param name="Node">Name of this process.</param>
/// <param name="Parts">By part.</param>
internal sealed record ReadyAnswer(string Status, string Node, IReadOnlyDictionary<string, PartAnswer> Parts)
{
    public static ReadyAnswer Of(NodeParts parts, NodeName node)
    {
        var all = parts.All;
        return new ReadyAnswer(
            WireName.Of(NodeParts.Judge(all)), node.Value, all.ToDictionary(p => WireName.Of(p.Part), p => new PartAnswer(WireName.Of(p.State), p.Words, p.Since)));
    }

    /// <summary>Only "down" takes a node out of a balancer's list: a degraded one keeps doors open that another may not have.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int StatusCode => Status == WireName.Of(Readiness.Down) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}

/// <summary>One part.</summary>
/// <param name="State">works, impaired, away, wrong or notConfigured.</param>
/// <param name="Words">Why.</param>
/// <param name="Since">Since when.</param>
internal sealed record PartAnswer(string State, string Words, DateTimeOffset Since);
