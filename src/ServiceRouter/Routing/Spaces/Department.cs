namespace ServiceRouter.Routing.Spaces;

/// <summary>A département, or an overseas collectivity that takes its place.</summary>
/// <param name="Code">INSEE code: <c>01</c> to <c>95</c>, <c>2A</c>, <c>2B</c>, <c>971</c> to <c>978</c>, <c>984</c> to <c>988</c>.</param>
/// <param name="Name">Official name.</param>
/// <param name="RegionCode">INSEE code of the region; the own code for a collectivity that belongs to none.</param>
/// <param name="RegionName">Official name of the region; the own name for a collectivity that belongs to none.</param>
public sealed record Department(string Code, string Name, string RegionCode, string RegionName)
{
    /// <summary>Overseas codes have three characters, all others two.</summary>
    public bool IsOverseas => Code.Length == 3;

    /// <summary>Whether one can go from here to the other without a plane or a ferry.</summary>
    internal bool SharesGroundWith(Department other) =>
        IsOverseas || other.IsOverseas ? Code == other.Code : IsCorsican == other.IsCorsican;

    private bool IsCorsican => Code is "2A" or "2B";
}
