namespace ServiceRouter.Contracts.Handoffs;

/// <summary>The three human acts that can end a handoff (invariant G4). Numbers are the wire format: never reused.</summary>
public enum HandoffOutcome
{
    /// <summary>Sent by a newer version.</summary>
    Unknown = 0,
    /// <summary>A counsellor closed it as served.</summary>
    Served = 1,
    /// <summary>The citizen took it back.</summary>
    Withdrawn = 2,
    /// <summary>A counsellor recorded that the citizen could not be reached after the required attempts.</summary>
    Unreachable = 3,
}
