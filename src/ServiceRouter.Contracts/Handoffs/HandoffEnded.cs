namespace ServiceRouter.Contracts.Handoffs;

/// <summary>A human act ended a handoff. Satisfaction invites the citizen to rate a served one.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="EndedAt">When the ending was committed (UTC).</param>
public sealed record HandoffEnded(Guid HandoffId, HandoffOutcome Outcome, DateTimeOffset EndedAt);
