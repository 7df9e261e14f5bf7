using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>
/// "Call me back, I keep my place": the request stays in the queue as it is, with a number on it, and whoever takes it rings. Not a promise with a
/// date: that would take it out of the queue.
/// </summary>
internal static class KeepForCallBack
{
    /// <returns>False: it has ended meanwhile, or has a date, and nobody would ring "as soon as possible".</returns>
    public static async Task<bool> KeepForCallBackAsync(this Work work, Guid conversationId, string number, CancellationToken ct)
    {
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, ct);
        var waits = await work.Db.Handoffs.AnyAsync(
            h => h.ConversationId == conversationId && (h.State == HandoffState.Waiting || h.State == HandoffState.Offered || h.State == HandoffState.WithCounsellor), ct);
        if (!waits) return false;
        work.KeepNumberForCallBack(conversation, number);
        return true;
    }

    /// <summary>The same where the request is known to wait. Wished again, it is told once.</summary>
    public static void KeepNumberForCallBack(this Work work, Conversation conversation, string number)
    {
        if (conversation.CallBackNumber == number) return;
        conversation.CallBackNumber = number;
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "CallBackKept", conversation.Language));
    }
}
