namespace ServiceRouter.Handoffs;

/// <summary>
/// One handoff proposed to one counsellor. Each attempt has its own id, so that a late answer to an old offer misses harmlessly (G8).
/// Kept after its end: it is the record of who was asked and why.
/// </summary>
public sealed class HandoffOffer
{
    /// <summary>The rung of a request that was taken for somebody who stands before the counsellor: nobody looked for one (docs/adr/0073).</summary>
    public const string AtCounter = "counter";

    /// <summary>The rung of a letter that is done before its date by the counsellor who promised it: nobody looked for one (docs/adr/0110).</summary>
    public const string OwnPromise = "promise";

    private string rung = "";
    private string why = "";

    public Guid Id { get; init; }
    public Guid HandoffId { get; init; }
    public required string CounsellorId { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>Rung of the ladder on which the counsellor was found, <see cref="AtCounter"/> or <see cref="OwnPromise"/>.</summary>
    public required string Rung { get => rung; init => rung = value; }
    /// <summary>Routing's reasons in words, shown to counsellor and auditor as they were written; rows of older versions name skill and language by their ids.</summary>
    public required string Why { get => why; init => why = value; }
    public OfferOutcome Outcome { get; private set; } = OfferOutcome.Open;
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>The counsellor's reason for declining.</summary>
    public string? DeclineReason { get; private set; }

    public void End(OfferOutcome outcome, DateTimeOffset now, string? declineReason = null) =>
        (Outcome, EndedAt, DeclineReason) = (outcome, now, declineReason);

    /// <summary>The citizen came to the counter of the counsellor to whom it was offered. Why it was offered stays in words, and its rung in the event log.</summary>
    public void TakenAtCounter(string reason)
    {
        if (rung == AtCounter) return;
        (rung, why) = (AtCounter, $"{why}\u00a0; {reason}");
    }

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
