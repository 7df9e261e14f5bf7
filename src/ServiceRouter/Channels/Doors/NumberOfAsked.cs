using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>What of this unit the answer to a text message has said already: the activities behind one number, up to another.</summary>
internal sealed record ToldInAnswer(int Before, int UpTo);

/// <summary>What becomes of the number that came with an asking, where no moment is promised for it.</summary>
internal static class NumberOfAsked
{
    /// <summary>The moment has passed: whoever takes the request rings.</summary>
    public static void RingAtOnce(this Work work, Conversation conversation, Handoff handoff, HandoffAsked asked)
    {
        if (handoff.State is not (HandoffState.Waiting or HandoffState.Offered)) return;
        conversation.CallBackNumber = asked.CallBackNumber;
        // By text message no moment was named but an opening, and that is over: somebody calls.
        if (!asked.IsTexted()) work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "CallBackMomentPassed", conversation.Language));
    }

    /// <summary>Who wishes a call as soon as possible keeps the place in the queue, and agrees with a counsellor on what comes after it.</summary>
    public static bool IsCalledFromWhereItIs(this HandoffAsked asked, Handoff open) =>
        asked.WishesCallSoon() && open.State is HandoffState.Waiting or HandoffState.Offered or HandoffState.WithCounsellor;

    /// <summary>As soon as possible.</summary>
    public static Refusal? KeepNumberToCallSoon(this Work work, Conversation conversation, Handoff handoff, string number, bool receiptIsOut)
    {
        if (work.BesideCounsellor(conversation, handoff, receiptIsOut) is { } refusal) return refusal;
        if (handoff.State is HandoffState.Waiting or HandoffState.Offered) work.KeepNumberForCallBack(conversation, number);
        // A moment was promised since it was wished, and stands.
        else conversation.CallBackNumber ??= number;
        return null;
    }

    /// <summary>The receipt, and that somebody calls, was said in the answer to the message; where nobody calls that number, that somebody writes.</summary>
    public static async Task<Refusal?> KeepTextedNumberAsync(this Work work, Conversation conversation, Handoff handoff, string number, ToldInAnswer told, bool receiptIsOut, CancellationToken ct)
    {
        var refusal = work.BesideCounsellor(conversation, handoff, receiptIsOut);
        if (refusal is null && CallableNumber.Is(number)) conversation.CallBackNumber = number;
        await work.KeepThreadAsync(number, conversation, told, ct);
        return refusal;
    }

    /// <summary>What was said before and has not left yet goes first, and is not passed over.</summary>
    public static async Task KeepThreadAsync(this Work work, string number, Conversation conversation, ToldInAnswer told, CancellationToken ct)
    {
        var thread = await work.KeepThreadAsync(number, conversation, conversation.LastActivity, ct);
        if (thread.SentUpTo == told.Before && told.UpTo > told.Before) thread.Send(told.UpTo);
    }

    /// <summary>A call that the database has heard of says itself who called, and what becomes of the number when it ends.</summary>
    public static async Task KeepCallerAsync(this Work work, Conversation conversation, HandoffAsked asked, CancellationToken ct)
    {
        if (asked.CallBackNumber is not { } number || conversation.CallBackNumber is not null) return;
        if (!await work.Db.PhoneCalls.AnyAsync(c => c.ConversationId == conversation.Id, ct)) conversation.CallBackNumber = number;
    }

    /// <returns>Null where no counsellor has the conversation.</returns>
    private static Refusal? BesideCounsellor(this Work work, Conversation conversation, Handoff handoff, bool receiptIsOut)
    {
        if (handoff.State != HandoffState.WithCounsellor) return null;
        if (receiptIsOut) work.Say(conversation, Author.Service, PromiseCallBack.BesideCounsellor.Text);
        return PromiseCallBack.BesideCounsellor;
    }
}
