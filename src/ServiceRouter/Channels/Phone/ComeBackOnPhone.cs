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
    /// <inheritdoc cref="RunAsync(Guid, string, CitizenActivity?, bool, CancellationToken)"/>
    public Task<bool> RunAsync(Guid conversationId, string callId, CancellationToken ct) => RunAsync(conversationId, callId, said: null, refuses: false, ct);

    /// <param name="conversationId">That of the request.</param>
    /// <param name="callId">On which they are back.</param>
    /// <param name="said">What they said when they came back: it is for whoever takes the request.</param>
    /// <param name="refuses">They refused the assistant with it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>True when what had been agreed for a later time is given up with it, or was on this call: the caller has to hear that, also where the first answer was lost or came too late.</returns>
    public Task<bool> RunAsync(Guid conversationId, string callId, CitizenActivity? said, bool refuses, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.OpenHandoffOfAsync(conversationId, token) is not { } handoff) return false;
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            if (said is not null && !await work.Db.Activities.AnyAsync(a => a.ConversationId == conversationId && a.ClientId == said.ClientId, token))
                work.TellActivity(handoff, work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId));
            if (refuses) work.RememberRefusal(conversation, says: handoff.State != HandoffState.WithCounsellor);
            if (handoff.State is HandoffState.Waiting or HandoffState.Offered) return await GaveDateUpAsync(work.Db, handoff.Id, callId, token);
            if (handoff.Judge(HandoffMove.CitizenReturns) != Verdict.Handled || await nobody.UntilAsync(work.Db, handoff.Territory, token) is not null) return false;
            var hadDate = handoff.State == HandoffState.Promised;
            work.ReturnToQueue(conversation, handoff);
            return hadDate;
        }, ct);

    private static Task<bool> GaveDateUpAsync(RouterDbContext db, Guid handoffId, string callId, CancellationToken ct) =>
        (from back in db.HandoffLog
         where back.HandoffId == handoffId && back.Move == HandoffMove.CitizenReturns
         join before in db.HandoffLog on new { back.HandoffId, Number = back.Number - 1 } equals new { before.HandoffId, before.Number }
         where before.State == HandoffState.Promised && db.PhoneCalls.Any(c => c.Id == callId && c.StartedAt <= back.At)
         select back).AnyAsync(ct);
}
