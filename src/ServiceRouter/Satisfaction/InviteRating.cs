using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Inbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Satisfaction;

/// <summary>A served citizen is invited once to rate: by the message, or by the job that finds who was missed.</summary>
internal static class InviteRating
{
    public static async Task InviteAsync(this Work work, Guid handoffId, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleOrDefaultAsync(h => h.Id == handoffId, ct);
        if (handoff is not { State: HandoffState.Served, RatingInvitedAt: null } || SealedTerritory.Holds(handoff.Territory)) return;
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        handoff.RatingInvitedAt = work.Now;
        work.Say(conversation, Author.Service, Texts.Say("InviteRating", conversation.Language), saying: Saying.RateInvitation);
    }
}

internal sealed class HandoffEndedConsumer(Transactions transactions) : IConsumer<HandoffEnded>
{
    public Task Consume(ConsumeContext<HandoffEnded> context) =>
        transactions.RunOnceAsync(context, "invite-rating", (work, ct) => work.InviteAsync(context.Message.HandoffId, ct)).WithoutWordsAsync();
}

internal sealed class HandoffEndedDefinition : ConsumerDefinition<HandoffEndedConsumer>
{
    public HandoffEndedDefinition() => EndpointName = "sr-satisfaction";
}
