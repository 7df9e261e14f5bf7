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
        var found = await (from h in work.Db.Handoffs
                           where h.Id == handoffId
                           join c in work.Db.Conversations on h.ConversationId equals c.Id
                           select new { Handoff = h, Conversation = c }).SingleOrDefaultAsync(ct);
        if (found?.Handoff is not { State: HandoffState.Served, RatingInvitedAt: null } handoff || SealedTerritory.Holds(handoff.Territory)) return;
        var conversation = found.Conversation;
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
