using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A handoff that the counsellor has now, with its conversation: the ground of every act at the desk.</summary>
internal sealed record HeldHandoff(Handoff Handoff, Conversation Conversation, Counsellor Counsellor)
{
    private static readonly Prepared<Func<RouterDbContext, string, string, string?, CancellationToken, Task<HeldHandoff?>>> OfReceipt = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, string receipt, string counsellorId, string? clientId, CancellationToken ct) =>
            (from handoff in db.Handoffs.AsTracking()
             where handoff.Receipt == receipt
             join conversation in db.Conversations on handoff.ConversationId equals conversation.Id
             from counsellor in db.Counsellors
             where counsellor.Id == counsellorId
             select new HeldHandoff(handoff, conversation, counsellor)
             {
                 IsSaid = clientId != null && db.Activities.Any(a => a.ConversationId == conversation.Id && a.ClientId == clientId),
             }).SingleOrDefault()));

    /// <summary>What was to be said with the id that was given was said before.</summary>
    public bool IsSaid { get; init; }

    /// <summary>The handoff, or why the counsellor cannot act on it: unknown, another's, or gone from them.</summary>
    public static Task<(HeldHandoff? Held, Refusal? Refusal)> FindAsync(Work work, string counsellorId, string receipt, CancellationToken ct) => FindAsync(work, counsellorId, receipt, clientId: null, ct);

    /// <summary>The same, with whether what is to be said with this id was said before.</summary>
    public static async Task<(HeldHandoff? Held, Refusal? Refusal)> FindAsync(Work work, string counsellorId, string receipt, string? clientId, CancellationToken ct)
    {
        var found = await work.Db.OfReceiptPreparedAsync(receipt, code => OfReceipt.For(work.Db)(work.Db, code, counsellorId, clientId, ct), ct);
        return WhyNot(found?.Handoff, counsellorId) is { } refusal ? (null, refusal) : (found, null);
    }

    /// <summary>Why it is not in this counsellor's hands; null when it is.</summary>
    public static Refusal? WhyNot(Handoff? handoff, string counsellorId) =>
        handoff is null ? Refusal.UnknownHandoff
        : handoff.State != HandoffState.WithCounsellor || handoff.CounsellorId != counsellorId ? Refusal.NotYours
        : null;
}
