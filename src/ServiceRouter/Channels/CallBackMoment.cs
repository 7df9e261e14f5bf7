namespace ServiceRouter.Channels;

/// <summary>When somebody is called back, and what that moment is worth in the queue.</summary>
/// <param name="At">When.</param>
/// <param name="IsOurs">It is the counsellors' next opening, which nobody chose.</param>
/// <param name="WishedAt">When it was wished, where that may be before now.</param>
internal sealed record CallBackMoment(DateTimeOffset At, bool IsOurs, DateTimeOffset? WishedAt = null);
