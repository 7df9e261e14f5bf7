using System.Text.Json.Serialization;

namespace ServiceRouter.Handoffs.Facts;

/// <summary>CitizenReturns: <c>{}</c> where the wish came at once and from afar. <c>Channels/Doors/LaterWish</c> reads when it was wished.</summary>
/// <param name="WishedAt">When it was wished, where that was before the move.</param>
/// <param name="Place"><see cref="HandoffOffer.AtCounter"/> when the citizen stood before a counsellor.</param>
internal sealed record ReturnFacts(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? WishedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Place = null) : MoveFacts;
