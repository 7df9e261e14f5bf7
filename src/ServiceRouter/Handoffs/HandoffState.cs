namespace ServiceRouter.Handoffs;

/// <summary>Where a handoff stands. Stored by name; a name is never reused for another meaning.</summary>
public enum HandoffState
{
    /// <summary>In the queue.</summary>
    Waiting,
    /// <summary>Proposed to one counsellor, who has until the offer's expiry to answer.</summary>
    Offered,
    /// <summary>A counsellor has the conversation, under a lease.</summary>
    WithCounsellor,
    /// <summary>A dated commitment was made (call-back, appointment, visit, letter); at its date it is due again.</summary>
    Promised,
    /// <summary>A counsellor tried and the citizen was not there; the next attempt is dated.</summary>
    Absent,
    /// <summary>Ended: a counsellor served it.</summary>
    Served,
    /// <summary>Ended: the citizen withdrew it.</summary>
    Withdrawn,
    /// <summary>Ended: recorded as unreachable after the required attempts.</summary>
    Unreachable,
}
