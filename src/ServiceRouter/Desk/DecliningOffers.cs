using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The one way in which an offer is declined: by a counsellor who says no, or who leaves.</summary>
internal static class DecliningOffers
{
    /// <summary>All that are out to a counsellor who leaves: whoever was offered is asked for elsewhere now, and not when the offer runs out.</summary>
    public static async Task DeclineAllAsync(this Work work, string counsellorId, CancellationToken ct)
    {
        foreach (var handoff in await work.Db.Handoffs.Where(h => h.CounsellorId == counsellorId && h.State == HandoffState.Offered).ToListAsync(ct))
            if (await work.OfferOutAsync(handoff, ct) is { } offer) work.Decline(handoff, offer, "N'est plus disponible");
    }

    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">Offered.</param>
    /// <param name="offer">The offer that is out for it.</param>
    /// <param name="why">In words, for colleagues.</param>
    public static void Decline(this Work work, Handoff handoff, HandoffOffer offer, string why)
    {
        work.Record(handoff.ReturnToQueue(HandoffMove.Decline, work.Now), HandoffRecord.Counsellor(offer.CounsellorId), new AnswerFacts(offer.Id));
        work.EndOffer(handoff, offer, OfferEnd.Declined, why);
        work.PublishWaiting(handoff);
    }
}
