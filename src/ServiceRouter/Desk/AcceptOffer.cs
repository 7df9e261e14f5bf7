using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The counsellor takes an offer: the conversation is theirs, the assistant is silent (G7), the citizen learns who came (CRPA L.111-2).</summary>
public sealed class AcceptOffer(Transactions transactions)
{
    private static readonly Prepared<Func<RouterDbContext, Guid, string, CancellationToken, Task<Found?>>> OfferTo = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, Guid offerId, string counsellorId, CancellationToken ct) =>
            (from o in db.Offers.AsTracking()
             where o.Id == offerId && o.CounsellorId == counsellorId
             join h in db.Handoffs on o.HandoffId equals h.Id
             join c in db.Conversations on h.ConversationId equals c.Id
             join k in db.Counsellors on o.CounsellorId equals k.Id
             select new Found(o, h, c, k)).SingleOrDefault()));

    /// <returns>Null when taken (also when it was taken by the same counsellor before), else why not.</returns>
    public Task<Refusal?> RunAsync(string counsellorId, Guid offerId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (await OfferTo.For(work.Db)(work.Db, offerId, counsellorId, token) is not var (offer, handoff, conversation, counsellor)) return OfferRefusals.Unknown;
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

    private sealed record Found(HandoffOffer Offer, Handoff Handoff, Conversation Conversation, Counsellor Counsellor);
}
