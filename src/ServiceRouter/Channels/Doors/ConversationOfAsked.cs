using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>In whose conversation an asking is, found at the database: no door could look it up.</summary>
internal static class ConversationOfAsked
{
    private static readonly Prepared<Func<RouterDbContext, Guid, Guid, string, CancellationToken, Task<OwnOfAsked>>> Own = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, Guid conversationId, Guid handoffId, string receipt, CancellationToken ct) =>
            db.Conversations.AsTracking().Where(c => c.Id == conversationId).DefaultIfEmpty().Select(c => new OwnOfAsked(
                c,
                db.Handoffs.Any(h => h.Id == handoffId || h.Receipt == receipt) || db.ReceiptAliases.Any(a => a.Receipt == receipt),
                db.Handoffs.Any(h => h.ConversationId == conversationId))).Single()));

    /// <summary>
    /// The conversation of the request on whose page it was asked, else the citizen's own, which may begin with it. One that was erased is gone on with by nobody: whoever holds its receipt,
    /// from an auditor's export or from an old sheet, would read what is said from now on (docs/adr/0116).
    /// </summary>
    /// <returns>Also whether that request is ours and still on its way to the database.</returns>
    public static async Task<(Conversation Conversation, bool ShownIsUnderWay)> ConversationOfAsync(this Work work, HandoffAsked asked, ReceiptSeal seal, CancellationToken ct)
    {
        var shown = await work.Db.HandoffOfAsync(asked.ShownReceipt, ct);
        // The receipt of an exercise takes nobody else into it.
        Conversation? erased = null;
        if (shown is not null && (!SealedTerritory.Holds(shown.Territory) || shown.ConversationId == asked.ConversationId))
        {
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == shown.ConversationId, ct);
            if (!conversation.IsErased) return (conversation, false);
            erased = conversation;
        }
        return (await OwnAsync(work, asked, erased, ct), shown is null && asked.ShownReceipt != asked.Receipt && seal.IsOurs(asked.ShownReceipt));
    }

    /// <summary>It came as a text message, of which number and moment of the call-back are known without being said.</summary>
    public static bool IsTexted(this HandoffAsked asked) => asked.TextedFrom() is not null;

    /// <summary>The number that it was texted from; null where it came another way.</summary>
    public static string? TextedFrom(this HandoffAsked asked) => asked.Channel == ChannelName.Sms ? asked.CallBackNumber : null;

    /// <summary>A call, on a page, as soon as possible and with the place in the queue.</summary>
    public static bool WishesCallSoon(this HandoffAsked asked) => asked is { Channel: ChannelName.Web, Reason: Reasons.CallBack, CallBackAt: null, CallBackNumber: not null };

    private static async Task<Conversation> OwnAsync(Work work, HandoffAsked asked, Conversation? erased, CancellationToken ct)
    {
        // Each message that found no database has a conversation of its own; its citizen has one.
        if (asked.TextedFrom() is { } number && await work.Db.TalkOfAsync(number, ct) is { } talk) return talk;
        var own = await work.Db.Conversations.SingleOrDefaultAsync(c => c.Id == asked.ConversationId, ct);
        var conversation = work.OwnOrBegun(asked, erased, own);
        // What was opened for an exercise and had asked for nothing is deleted in time, and a journal may come back later than that: its asking stays sealed.
        if (own is null && await work.Db.ExerciseCitizens.AnyAsync(c => c.ConversationId == asked.ConversationId, ct)) conversation.Territory = SealedTerritory.Code;
        return conversation;
    }

    /// <summary>For an asking that begins at the first door, on a page that shows no receipt.</summary>
    public static Task<OwnOfAsked> OwnOfAsync(this Work work, HandoffAsked asked, CancellationToken ct) => Own.For(work.Db)(work.Db, asked.ConversationId, asked.HandoffId, asked.Receipt, ct);

    /// <summary>The conversation that was found under the id of the citizen's own, when their key opens it and it was not erased, else one that begins with this act.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="asked">The asking.</param>
    /// <param name="erased">The one that it would go on with, if that had not been erased: what it is known for without a word stays so.</param>
    /// <param name="own">What was found; null: nothing.</param>
    public static Conversation OwnOrBegun(this Work work, HandoffAsked asked, Conversation? erased, Conversation? own)
    {
        if (own is not null && (asked.KeyHash is null || own.KeyHash == asked.KeyHash))
        {
            if (!own.IsErased) return own;
            erased ??= own;
        }
        // No conversation yet: the first act of a citizen may be this one. A key that does not open it gets one of its own, which the receipt opens.
        var conversation = new Conversation
        {
            Id = own is null ? asked.ConversationId : asked.HandoffId,
            KeyHash = own is null ? asked.KeyHash ?? "" : "",
            Channel = asked.Channel,
            Language = erased?.Language ?? asked.Language,
            Territory = erased?.Territory,
            RefusesAssistant = erased is { RefusesAssistant: true },
            StartedAt = work.Now,
        };
        work.Db.Conversations.Add(conversation);
        return conversation;
    }
}

/// <summary>What one reading tells of an asking.</summary>
/// <param name="Conversation">Under the id of its citizen's own; null where there is none yet.</param>
/// <param name="IsKnown">Its identity or its receipt is in the database already.</param>
/// <param name="HasAsked">Something was asked for in that conversation before.</param>
internal sealed record OwnOfAsked(Conversation? Conversation, bool IsKnown, bool HasAsked);
