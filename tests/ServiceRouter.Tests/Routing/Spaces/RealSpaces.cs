using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

/// <summary>The list shipped with the service, read once.</summary>
internal static class RealSpaces
{
    public static SpacesReading Reading { get; } = SpacesFile.Read(SpacesInForce.ShippedFile);

    public static SpaceDirectory Directory { get; } = new(Reading);
}
