using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The counsellor takes an offer: the conversation is theirs, the assistant is silent (G7), the citizen learns who came (CRPA L.111-2).</summary>
public sealed class AcceptOffer(Transactions transactions)
{
    /// <returns>Null when taken (also when it was taken by the same counsellor before), else why not.</returns>
    public Task<Refusal?> RunAsync(string counsellorId, Guid offerId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var found = await (from o in work.Db.Offers
                               where o.Id == offerId && o.CounsellorId == counsellorId
                               join h in work.Db.Handoffs on o.HandoffId equals h.Id
                               join c in work.Db.Conversations on h.ConversationId equals c.Id
                               join k in work.Db.Counsellors on o.CounsellorId equals k.Id
                               select new { Offer = o, Handoff = h, Conversation = c, Counsellor = k }).SingleOrDefaultAsync(token);
            if (found is null) return OfferRefusals.Unknown;
            var (offer, handoff, conversation, counsellor) = (found.Offer, found.Handoff, found.Conversation, found.Counsellor);
            // A double click, or an answer sent again: it is theirs already.
            if (handoff.OfferId == offerId && handoff.State == HandoffState.WithCounsellor) return null;
            // The offer's id is the fence: a late answer meets a handoff that carries another one.
            if (handoff.OfferId != offerId || handoff.Judge(HandoffMove.Accept) != Verdict.Handled)
            {
                work.CountIgnored(HandoffMove.Accept);
                return OfferRefusals.Over;
            }

            work.TakeInHand(handoff, conversation, counsellor, offer);
            return null;
        }, ct);
}
