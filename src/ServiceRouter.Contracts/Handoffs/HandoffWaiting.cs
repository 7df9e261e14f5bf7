namespace ServiceRouter.Contracts.Handoffs;

/// <summary>A handoff stands in the queue: asked for, declined, expired, returned or due again. Routing answers it with an offer.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Version">The row's version when this was said; an older version than the row's says nothing new.</param>
public sealed record HandoffWaiting(Guid HandoffId, int Version);
