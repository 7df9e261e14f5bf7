using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The one way in which an offer ends.</summary>
internal static class EndingOffers
{
    /// <summary>The offer that is out for a handoff; null while none is. To be asked for before the handoff moves.</summary>
    public static async Task<HandoffOffer?> OfferOutAsync(this Work work, Handoff handoff, CancellationToken ct) =>
        handoff is { State: HandoffState.Offered, OfferId: { } id } ? await work.Db.Offers.SingleAsync(o => o.Id == id, ct) : null;

    /// <summary>Ends it, tells the counsellor's desk, and lets routing know of the place when nothing else does. To be called when the handoff has moved.</summary>
    public static void EndOffer(this Work work, Handoff handoff, HandoffOffer offer, OfferEnd end, string? declineReason = null)
    {
        offer.End(end.Outcome, work.Now, declineReason);
        work.Tell(offer.CounsellorId, DeskEventKind.OfferEnded, handoff, new { id = offer.Id, receipt = ReceiptCode.Print(handoff.Receipt), outcome = end.Word });
        // A handoff that comes back into the queue has a pass for itself, which finds the place too; one that leaves the queue leaves only the place.
        if (end.Outcome == OfferOutcome.Withdrawn) work.Freed(handoff, offer.CounsellorId);
    }
}

/// <summary>How an offer ends: as it is stored, and in the word that desks know, which stays as it is.</summary>
internal sealed record OfferEnd
{
    public static readonly OfferEnd Accepted = new(OfferOutcome.Accepted, "accepted");
    public static readonly OfferEnd Declined = new(OfferOutcome.Declined, "declined");
    public static readonly OfferEnd Expired = new(OfferOutcome.Expired, "expired");
    public static readonly OfferEnd CounsellorLost = new(OfferOutcome.CounsellorLost, "lost");
    public static readonly OfferEnd Withdrawn = new(OfferOutcome.Withdrawn, "withdrawn");
    /// <summary>A date was promised instead: the handoff leaves the queue until then.</summary>
    public static readonly OfferEnd Promised = new(OfferOutcome.Withdrawn, "promised");

    private OfferEnd(OfferOutcome outcome, string word) => (Outcome, Word) = (outcome, word);

    public OfferOutcome Outcome { get; }

    public string Word { get; }
}
