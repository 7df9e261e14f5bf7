namespace ServiceRouter.Dialogue;

/// <summary>The text of a flow as it once ran, so that a running conversation finishes on the flow that it started.</summary>
public sealed class FlowText
{
    public required string Flow { get; init; }
    /// <summary>Digest of the text, see ServiceRouter.Flows.</summary>
    public required string Digest { get; init; }
    public required string Yaml { get; init; }
    public DateTimeOffset FirstSeenAt { get; init; }
}
