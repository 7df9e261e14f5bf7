namespace ServiceRouter.Handoffs.Facts;

/// <summary>Transfer: to whom it was handed on. <c>Routing/OfferHistory</c> reads the pool, to ask the group of a skill first.</summary>
/// <param name="Pool">Skill, département or both, as the counsellor chose it; see <c>Desk/PoolName</c>. Null when it was handed to a colleague.</param>
/// <param name="ColleagueId">Null when it was handed to a pool.</param>
internal sealed record TransferFacts(string? Pool, string? ColleagueId) : MoveFacts;
