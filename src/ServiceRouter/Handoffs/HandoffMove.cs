namespace ServiceRouter.Handoffs;

/// <summary>Everything that can happen to a handoff; each move that was handled is one entry of its event log, stored by name.</summary>
public enum HandoffMove
{
    /// <summary>The citizen, or the service for the citizen, asked for a human. The first entry of every log.</summary>
    Ask,
    /// <summary>Routing proposes it to a counsellor.</summary>
    Offer,
    /// <summary>The counsellor takes the offer.</summary>
    Accept,
    /// <summary>The counsellor declines the offer, with a reason.</summary>
    Decline,
    /// <summary>The offer's time is over without an answer.</summary>
    ExpireOffer,
    /// <summary>The counsellor's lease is over: closed browser, dead node, lost network.</summary>
    LoseCounsellor,
    /// <summary>The counsellor hands it to another pool or counsellor.</summary>
    Transfer,
    /// <summary>A dated promise is made, by the citizen's choice or with the citizen.</summary>
    Commit,
    /// <summary>The citizen does not answer: an attempt is recorded and the next one dated.</summary>
    RecordAbsence,
    /// <summary>The date of a commitment or of the next attempt has come.</summary>
    FallDue,
    /// <summary>The citizen wants a person before the promised date, or is there again while absent.</summary>
    CitizenReturns,
    /// <summary>A counsellor closes it as served.</summary>
    Serve,
    /// <summary>A counsellor records it as unreachable.</summary>
    RecordUnreachable,
    /// <summary>The citizen takes it back.</summary>
    Withdraw,
}
