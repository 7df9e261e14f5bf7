namespace ServiceRouter.Contracts.Desk;

/// <summary>A counsellor can take one more conversation: came on line, closed one, raised the capacity. Routing looks at the queue again.</summary>
/// <param name="CounsellorId">The counsellor's account name.</param>
public sealed record CounsellorAvailable(string CounsellorId);
