namespace ServiceRouter.Handoffs.Facts;

/// <summary>LoseCounsellor by the clock: the lease ended. Read by auditors alone.</summary>
/// <param name="CounsellorId">Who was lost.</param>
/// <param name="WasTalking">They had it in hand; else it was only offered to them.</param>
internal sealed record LeaseEndFacts(string CounsellorId, bool WasTalking) : MoveFacts;

/// <summary>LoseCounsellor by the telephone: the line was lost. Read by the desk that lost it.</summary>
/// <param name="CounsellorId">Who was lost.</param>
/// <param name="Ending">One of <c>Channels/Phone/Lines/LineEnding</c>.</param>
internal sealed record LineLossFacts(string CounsellorId, string Ending) : MoveFacts;
