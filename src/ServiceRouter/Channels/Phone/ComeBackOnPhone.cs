using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Phone;

/// <summary>A caller is back on the line, with a request that has a date or was not answered: it is in the queue again, while counsellors answer.</summary>
internal sealed class ComeBackOnPhone(Transactions transactions, ServiceHours hours)
{
    public Task RunAsync(Guid conversationId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var handoff = await work.Db.Handoffs.SingleOrDefaultAsync(h => h.ConversationId == conversationId && h.EndedAt == null, token);
            if (handoff?.Judge(HandoffMove.CitizenReturns) != Verdict.Handled || hours.NextOpening(handoff.Territory, work.Now) is not null) return;
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            work.ReturnToQueue(conversation, handoff);
        }, ct);
}
