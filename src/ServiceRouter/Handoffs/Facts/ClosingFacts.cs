namespace ServiceRouter.Handoffs.Facts;

/// <summary>Serve and RecordUnreachable: why a counsellor ended it. Read by auditors alone; a withdrawal has no facts.</summary>
/// <param name="Code">One of <c>Desk/ClosingCodes</c>.</param>
internal sealed record ClosingFacts(string Code) : MoveFacts;
