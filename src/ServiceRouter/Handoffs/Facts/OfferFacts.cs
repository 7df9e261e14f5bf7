using System.Text.Json.Serialization;

namespace ServiceRouter.Handoffs.Facts;

/// <summary>Offer: whom it was proposed to, and why before others. Read by auditors, and by the ledger for its rank: danger that was said after the asking stands in no entry before (docs/adr/0054, 0124).</summary>
/// <param name="OfferId">The attempt.</param>
/// <param name="CounsellorId">Who was asked.</param>
/// <param name="Rung">Where the counsellor was found; see <see cref="HandoffOffer.Rung"/>.</param>
/// <param name="Rank">As its number; left out where it is <see cref="HandoffRank.Ordinary"/>, and in entries of before it was recorded.</param>
/// <param name="AtHead">It stood at the head of its rank; left out where it did not.</param>
internal sealed record OfferFacts(
    Guid OfferId, string CounsellorId, string Rung,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HandoffRank? Rank = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? AtHead = null) : MoveFacts
{
    /// <summary>How an entry says that it was offered as one of somebody in danger.</summary>
    public const string InDistress = "\"rank\":0";

    public static OfferFacts Of(HandoffOffer made, Handoff offered) => new(
        made.Id, made.CounsellorId, made.Rung, offered.Rank == HandoffRank.Ordinary ? null : offered.Rank, offered.AtHead ? true : null);
}

/// <summary>Accept and Decline: which offer was answered; by whom, the actor says. Read by auditors alone.</summary>
internal sealed record AnswerFacts(Guid OfferId) : MoveFacts;

/// <summary>ExpireOffer: which offer ran out, and who did not answer it. Read by auditors alone.</summary>
internal sealed record ExpiryFacts(Guid OfferId, string CounsellorId) : MoveFacts;
