using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The counsellor declines an offer with a reason: the handoff keeps its age and goes to the next one.</summary>
public sealed class DeclineOffer(Transactions transactions)
{
    /// <returns>Null when declined or over already, else why not.</returns>
    public Task<Refusal?> RunAsync(string counsellorId, Guid offerId, string? reason, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var words = PlainText.Of(reason);
            if (words.Length is 0 or > 200)
                return Refusal.BadInput("decline-reason", "Indiquez la raison du refus (200 caractères au plus).");
            var offer = await work.Db.Offers.SingleOrDefaultAsync(o => o.Id == offerId && o.CounsellorId == counsellorId, token);
            if (offer is null) return OfferRefusals.Unknown;
            var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == offer.HandoffId, token);
            if (handoff.OfferId != offerId || handoff.Judge(HandoffMove.Decline) != Verdict.Handled)
            {
                work.CountIgnored(HandoffMove.Decline);
                return offer.Outcome == OfferOutcome.Declined ? null : OfferRefusals.Over;
            }

            // Who says no is there.
            var counsellor = await work.Db.Counsellors.SingleAsync(c => c.Id == counsellorId, token);
            if (counsellor.MissedOffers != 0)
            {
                counsellor.MissedOffers = 0;
                counsellor.Version++;
            }
            work.Decline(handoff, offer, words);
            return null;
        }, ct);
}

internal static class DecliningOffers
{
    /// <summary>All that are out to a counsellor who leaves: whoever was offered is asked for elsewhere now, and not when the offer runs out.</summary>
    public static async Task DeclineAllAsync(this Work work, string counsellorId, CancellationToken ct)
    {
        foreach (var handoff in await work.Db.Handoffs.Where(h => h.CounsellorId == counsellorId && h.State == HandoffState.Offered).ToListAsync(ct))
            if (await work.OfferOutAsync(handoff, ct) is { } offer) work.Decline(handoff, offer, "A quitté son poste");
    }

    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">Offered.</param>
    /// <param name="offer">The offer that is out for it.</param>
    /// <param name="why">In words, for colleagues.</param>
    public static void Decline(this Work work, Handoff handoff, HandoffOffer offer, string why)
    {
        handoff.ReturnToQueue(HandoffMove.Decline, work.Now);
        work.Record(handoff, HandoffMove.Decline, HandoffRecord.Counsellor(offer.CounsellorId), new AnswerFacts(offer.Id));
        work.EndOffer(handoff, offer, OfferEnd.Declined, why);
        work.PublishWaiting(handoff);
    }
}
