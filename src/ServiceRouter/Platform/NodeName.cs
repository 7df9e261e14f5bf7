using MassTransit;

namespace ServiceRouter.Platform;

/// <summary>This process, distinct from every other and from its own former lives.</summary>
public sealed record NodeName(string Value)
{
    public static NodeName New() => new($"node-{NewId.NextGuid():N}");
}
