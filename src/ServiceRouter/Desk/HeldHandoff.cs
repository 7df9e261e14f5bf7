using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A handoff that the counsellor has now, with its conversation: the ground of every act at the desk.</summary>
internal sealed record HeldHandoff(Handoff Handoff, Conversation Conversation, Counsellor Counsellor)
{
    /// <summary>The handoff, or why the counsellor cannot act on it: unknown, another's, or gone from them.</summary>
    public static async Task<(HeldHandoff? Held, Refusal? Refusal)> FindAsync(Work work, string counsellorId, string receipt, CancellationToken ct)
    {
        var handoff = await work.Db.HandoffOfAsync(receipt, ct);
        if (handoff is null) return (null, Refusal.UnknownHandoff);
        if (handoff.State != HandoffState.WithCounsellor || handoff.CounsellorId != counsellorId) return (null, Refusal.NotYours);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        var counsellor = await work.Db.Counsellors.SingleAsync(c => c.Id == counsellorId, ct);
        return (new HeldHandoff(handoff, conversation, counsellor), null);
    }
}
