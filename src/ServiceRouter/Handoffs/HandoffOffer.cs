namespace ServiceRouter.Handoffs;

/// <summary>
/// One handoff proposed to one counsellor. Each attempt has its own id, so that a late answer to an old offer misses harmlessly (G8).
/// Kept after its end: it is the record of who was asked and why.
/// </summary>
public sealed class HandoffOffer
{
    public Guid Id { get; init; }
    public Guid HandoffId { get; init; }
    public required string CounsellorId { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>Rung of the ladder on which the counsellor was found.</summary>
    public required string Rung { get; init; }
    /// <summary>Routing's reasons in words, shown to counsellor and auditor as they were written; rows of older versions name skill and language by their ids.</summary>
    public required string Why { get; init; }
    public OfferOutcome Outcome { get; private set; } = OfferOutcome.Open;
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>The counsellor's reason for declining.</summary>
    public string? DeclineReason { get; private set; }

    public void End(OfferOutcome outcome, DateTimeOffset now, string? declineReason = null) =>
        (Outcome, EndedAt, DeclineReason) = (outcome, now, declineReason);

    /// <summary>Erases the words of the counsellor; that it was declined stays.</summary>
    public void ForgetReason() => DeclineReason = null;
}

/// <summary>How an offer ended. Stored by name.</summary>
public enum OfferOutcome
{
    Open,
    Accepted,
    Declined,
    Expired,
    /// <summary>The handoff left by itself: withdrawn, promised.</summary>
    Withdrawn,
    /// <summary>The counsellor's lease ended first.</summary>
    CounsellorLost,
}
