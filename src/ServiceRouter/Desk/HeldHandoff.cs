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
        if (WhyNot(handoff, counsellorId) is { } refusal) return (null, refusal);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff!.ConversationId, ct);
        var counsellor = await work.Db.Counsellors.SingleAsync(c => c.Id == counsellorId, ct);
        return (new HeldHandoff(handoff!, conversation, counsellor), null);
    }

    /// <summary>Why it is not in this counsellor's hands; null when it is.</summary>
    public static Refusal? WhyNot(Handoff? handoff, string counsellorId) =>
        handoff is null ? Refusal.UnknownHandoff
        : handoff.State != HandoffState.WithCounsellor || handoff.CounsellorId != counsellorId ? Refusal.NotYours
        : null;
}
