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
            // In just the words of the service it would not count as a no (OfferHistory), and the same counsellor would be asked again at once.
            if (words == DecliningOffers.NotThere) words += ", dit le conseiller";
            work.Decline(handoff, offer, words, HandoffRecord.Counsellor(offer.CounsellorId));
            return null;
        }, ct);
}
