using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The one way in which an offer is declined: by a counsellor who says no, who leaves, or who is set away.</summary>
internal static class DecliningOffers
{
    /// <summary>Why offers are declined for whoever is there no more: it says nothing about the request, and whoever is back may be asked for it at once.</summary>
    public const string NotThere = "N'est plus disponible";

    /// <summary>All that are out to a counsellor who is there no more: whoever was offered is asked for elsewhere now, and not when the offer runs out.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="counsellorId">Whose.</param>
    /// <param name="actor">Who says so, as in the log.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task DeclineAllAsync(this Work work, string counsellorId, string actor, CancellationToken ct)
    {
        var offered = await work.Db.Handoffs.Where(h => h.CounsellorId == counsellorId && h.State == HandoffState.Offered).ToListAsync(ct);
        // Those that this unit of work has taken back already are offered in the database still.
        foreach (var handoff in offered.Where(h => h.State == HandoffState.Offered))
            if (await work.OfferOutAsync(handoff, ct) is { } offer) work.Decline(handoff, offer, NotThere, actor);
    }

    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">Offered.</param>
    /// <param name="offer">The offer that is out for it.</param>
    /// <param name="why">In words, for colleagues.</param>
    /// <param name="actor">Who says so, as in the log.</param>
    public static void Decline(this Work work, Handoff handoff, HandoffOffer offer, string why, string actor)
    {
        work.Record(handoff.ReturnToQueue(HandoffMove.Decline, work.Now), actor, new AnswerFacts(offer.Id));
        work.EndOffer(handoff, offer, OfferEnd.Declined, why);
        work.PublishWaiting(handoff);
    }
}
