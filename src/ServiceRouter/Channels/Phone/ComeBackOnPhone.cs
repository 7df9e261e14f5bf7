using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>A caller is back on the line, with a request that has a date or was not answered: it is in the queue again, while counsellors answer.</summary>
internal sealed class ComeBackOnPhone(Transactions transactions, NobodyAnswers nobody)
{
    /// <inheritdoc cref="RunAsync(Guid, CitizenActivity?, bool, CancellationToken)"/>
    public Task<bool> RunAsync(Guid conversationId, CancellationToken ct) => RunAsync(conversationId, said: null, refuses: false, ct);

    /// <param name="conversationId">That of the request.</param>
    /// <param name="said">What they said when they came back: it is for whoever takes the request.</param>
    /// <param name="refuses">They refused the assistant with it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>True when what had been agreed for a later time is given up with it: the caller has to hear that.</returns>
    public Task<bool> RunAsync(Guid conversationId, CitizenActivity? said, bool refuses, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.OpenHandoffOfAsync(conversationId, token) is not { } handoff) return false;
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            if (said is not null && !await work.Db.Activities.AnyAsync(a => a.ConversationId == conversationId && a.ClientId == said.ClientId, token))
                work.TellActivity(handoff, work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId));
            if (refuses) work.RememberRefusal(conversation, says: handoff.State != HandoffState.WithCounsellor);
            if (handoff.Judge(HandoffMove.CitizenReturns) != Verdict.Handled || await nobody.UntilAsync(work.Db, handoff.Territory, token) is not null) return false;
            var hadDate = handoff.State == HandoffState.Promised;
            work.ReturnToQueue(conversation, handoff);
            return hadDate;
        }, ct);
}
