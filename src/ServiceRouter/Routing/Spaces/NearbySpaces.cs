namespace ServiceRouter.Routing.Spaces;

/// <summary>Answer to "which spaces are near here".</summary>
/// <param name="Outcome">Whether there is an answer, and if not, why.</param>
/// <param name="Spaces">Nearest first, but for those asked for open first; empty unless the outcome is <see cref="NearbyOutcome.Found"/>.</param>
/// <param name="Department">The département of the postcode; null when it is unknown, or when the question was about a point.</param>
/// <param name="DistancesAreRough">True when no space has this very postcode: distances are then from the nearest postcodes
/// of the département that have one, and are not to be shown as a fact.</param>
public sealed record NearbySpaces(
    NearbyOutcome Outcome, IReadOnlyList<NearbySpace> Spaces, Department? Department = null, bool DistancesAreRough = false);

/// <summary>A space and how far it is, in km as the crow flies.</summary>
public sealed record NearbySpace(Space Space, double Km);

/// <summary>How a search by place ended.</summary>
public enum NearbyOutcome
{
    /// <summary>At least one space.</summary>
    Found = 1,

    /// <summary>Not five digits.</summary>
    NotAPostcode = 2,

    /// <summary>Five digits that are no postcode of a French département or collectivity (Monaco, armies, never used).</summary>
    UnknownPostcode = 3,

    /// <summary>The list has no space that can be reached on the ground from there.</summary>
    NoSpace = 4,
}
