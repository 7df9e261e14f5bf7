using MassTransit;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The one way in which a handoff is offered, by whomever: routing, a counsellor at the counter, colleagues on the telephone.</summary>
internal static class MakingOffers
{
    /// <summary>The desk is told by the caller: one that is asked needs other words than one that has taken it already.</summary>
    /// <param name="work">The unit of work; it follows both rows.</param>
    /// <param name="handoff">In the queue.</param>
    /// <param name="counsellor">Whom it is offered to.</param>
    /// <param name="expiresAt">Until when; now, for one that is taken in the same unit.</param>
    /// <param name="rung">Which rung of the search found this counsellor.</param>
    /// <param name="why">In words, for the counsellor.</param>
    /// <param name="actor">Who offers it, as the event log has it.</param>
    public static HandoffOffer MakeOffer(this Work work, Handoff handoff, Counsellor counsellor, DateTimeOffset expiresAt, string rung, string why, string actor)
    {
        var offer = new HandoffOffer { Id = NewId.NextGuid(), HandoffId = handoff.Id, CounsellorId = counsellor.Id, MadeAt = work.Now, ExpiresAt = expiresAt, Rung = rung, Why = why };
        work.Db.Offers.Add(offer);
        work.Record(handoff.Offer(offer.Id, counsellor.Id, offer.ExpiresAt), actor, OfferFacts.Of(offer, handoff));
        // A pass over the queue that counts this counsellor's places at the same moment counts them anew.
        counsellor.LastOfferAt = work.Now;
        counsellor.Version++;
        return offer;
    }
}
