using System.Text.Json.Serialization;

namespace ServiceRouter.Handoffs.Facts;

/// <summary>Commit: what was promised. <c>Channels/Doors/LaterWish</c> reads when it was wished.</summary>
/// <param name="Kind">Name of a <see cref="CommitmentKind"/>: a text, so that a kind that is newer than this node does not hide the rest.</param>
/// <param name="DueAt">The promised date.</param>
/// <param name="WishedAt">When a citizen wished it, where that was before the move.</param>
/// <param name="DateIsOurs">True for the counsellors' next opening, which nobody chose.</param>
/// <param name="DateIsNear">True where a citizen chose it, too near for the head of the queue; see <c>Channels/NearMoment</c>.</param>
/// <param name="WorkFrom">When the clock puts it back into the queue, where that is before the promised date: a letter.</param>
internal sealed record CommitFacts(string Kind, DateTimeOffset? DueAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? WishedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? DateIsOurs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? DateIsNear = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? WorkFrom = null) : MoveFacts;

/// <summary>RecordAbsence: the citizen was not reached. Read by auditors alone.</summary>
/// <param name="Attempts">With this one.</param>
/// <param name="DueAt">When it is tried again.</param>
internal sealed record AbsenceFacts(int Attempts, DateTimeOffset? DueAt) : MoveFacts;

/// <summary>FallDue: which date has come; by a counsellor, that who promised a letter does it before. Read by auditors alone.</summary>
/// <param name="Commitment">Name of a <see cref="CommitmentKind"/>; null when it was the next attempt.</param>
internal sealed record DueFacts(string? Commitment) : MoveFacts;
