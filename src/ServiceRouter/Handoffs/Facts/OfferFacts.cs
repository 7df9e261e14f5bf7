namespace ServiceRouter.Handoffs.Facts;

/// <summary>Offer: whom it was proposed to. Read by auditors alone.</summary>
/// <param name="OfferId">The attempt.</param>
/// <param name="CounsellorId">Who was asked.</param>
/// <param name="Rung">Where the counsellor was found; see <see cref="HandoffOffer.Rung"/>.</param>
internal sealed record OfferFacts(Guid OfferId, string CounsellorId, string Rung) : MoveFacts
{
    public static OfferFacts Of(HandoffOffer made) => new(made.Id, made.CounsellorId, made.Rung);
}

/// <summary>Accept and Decline: which offer was answered; by whom, the actor says. Read by auditors alone.</summary>
internal sealed record AnswerFacts(Guid OfferId) : MoveFacts;

/// <summary>ExpireOffer: which offer ran out, and who did not answer it. Read by auditors alone.</summary>
internal sealed record ExpiryFacts(Guid OfferId, string CounsellorId) : MoveFacts;
