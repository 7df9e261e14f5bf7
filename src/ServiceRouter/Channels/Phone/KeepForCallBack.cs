using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// "Call me back, I keep my place": the request stays in the queue as it is, with a number on it, and whoever takes it rings. Not a promise with a
/// date: that would take it out of the queue and put it at its head later, before others.
/// </summary>
internal static class KeepForCallBack
{
    public static async Task KeepForCallBackAsync(this Work work, Guid conversationId, string number, CancellationToken ct)
    {
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, ct);
        var open = await work.Db.Handoffs.AnyAsync(h => h.ConversationId == conversationId && h.EndedAt == null, ct);
        if (!open || conversation.CallBackNumber == number) return;
        conversation.CallBackNumber = number;
        work.Say(conversation, Author.Service, Texts.Say("CallBackKept", conversation.Language));
    }
}
