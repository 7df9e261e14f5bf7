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
        var found = await work.Db.OfReceiptAsync(
            receipt,
            found => from handoff in found
                     join conversation in work.Db.Conversations on handoff.ConversationId equals conversation.Id
                     from counsellor in work.Db.Counsellors
                     where counsellor.Id == counsellorId
                     select new HeldHandoff(handoff, conversation, counsellor),
            ct);
        return WhyNot(found?.Handoff, counsellorId) is { } refusal ? (null, refusal) : (found, null);
    }

    /// <summary>Why it is not in this counsellor's hands; null when it is.</summary>
    public static Refusal? WhyNot(Handoff? handoff, string counsellorId) =>
        handoff is null ? Refusal.UnknownHandoff
        : handoff.State != HandoffState.WithCounsellor || handoff.CounsellorId != counsellorId ? Refusal.NotYours
        : null;
}
