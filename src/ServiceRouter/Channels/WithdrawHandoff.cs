using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The citizen takes the handoff back: a human act that ends it (G4).</summary>
public sealed class WithdrawHandoff(Transactions transactions)
{
    /// <returns>Null when withdrawn, now or before.</returns>
    public Task<Refusal?> RunAsync(string receipt, CancellationToken ct) => RunAsync(receipt, HandoffRecord.Citizen, ct);

    /// <param name="receipt">Which handoff.</param>
    /// <param name="actor">Whose act it is; see <see cref="HandoffRecord"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    internal Task<Refusal?> RunAsync(string receipt, string actor, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var handoff = await work.Db.HandoffOfAsync(receipt, token);
            if (handoff is null) return Refusal.UnknownHandoff;
            if (handoff.Judge(HandoffMove.Withdraw) != Verdict.Handled)
            {
                work.CountIgnored(HandoffMove.Withdraw);
                return null;
            }

            var counsellorId = handoff.CounsellorId;
            var offer = await work.OfferOutAsync(handoff, token);
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, token);
            work.Record(handoff.End(HandoffMove.Withdraw, work.Now, closingCode: null), actor);
            work.Say(conversation, Author.Service, Texts.Say("Withdrawn", conversation.Language));
            work.Publish(handoff.Id, new HandoffEnded(handoff.Id, HandoffOutcome.Withdrawn, work.Now));
            if (offer is not null) work.EndOffer(handoff, offer, OfferEnd.Withdrawn);
            else if (counsellorId is not null) work.Freed(handoff, counsellorId);
            return null;
        }, ct);
}
