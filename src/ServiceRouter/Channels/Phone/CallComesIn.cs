using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// A citizen calls. The first seconds say what this is, that it is automatic, that nothing is recorded, and that 0 reaches a person.
/// Whoever was cut off while a request is open may go on with it: the number that calls is enough to offer it, and tells nothing of it.
/// </summary>
internal static class CallComesIn
{
    /// <returns>The call; the same when the webhook comes again.</returns>
    public static async Task<PhoneCall> TakeCallAsync(this Work work, CallerLine line, CancellationToken ct)
    {
        if (await work.Db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == line.Id, ct) is { } before) return before;
        var call = new PhoneCall
        {
            Id = line.Id,
            ConversationId = PhoneCall.ConversationOf(line.Id),
            Number = line.Number,
            StartedAt = work.Now,
            EarlierConversationId = line.Number is null ? null : await work.Db.OpenRequestOfAsync(line.Number, ct),
        };
        work.Db.PhoneCalls.Add(call);
        // Taken from a door already: the caller pressed 0 while nothing could be looked up.
        if (await work.Db.Conversations.SingleOrDefaultAsync(c => c.Id == call.ConversationId, ct) is { } asked)
        {
            // The call says from now on who called; its end, and key 1, leave the number to the counsellor, and say so. What was promised for a moment keeps it.
            if (asked.CallBackNumber == line.Number && await work.Db.OpenHandoffOfAsync(asked.Id, ct) is { DueAt: null }) asked.CallBackNumber = null;
            return call;
        }
        if (call.EarlierConversationId is not null) call.Ask(LineQuestion.GoOn, 0);
        var conversation = new Conversation { Id = call.ConversationId, Channel = ChannelName.Phone, Language = line.Language, StartedAt = work.Now, KeyHash = "", Territory = TerritoryOfNumber.Of(line.Number) };
        work.Db.Conversations.Add(conversation);
        work.Say(conversation, Author.Assistant, Texts.Say(call.EarlierConversationId is null ? "Welcome.phone" : "WelcomeBack.phone", line.Language));
        return call;
    }

    /// <summary>
    /// The call is over, whoever ended it and however often it is told. An open request stays (G4) and keeps its place; where the number is
    /// known it is left to the counsellor, who can ring at once.
    /// </summary>
    public static async Task EndCallAsync(this Work work, PhoneCall? call, CancellationToken ct)
    {
        if (call is not { EndedAt: null }) return;
        call.End(work.Now);
        await work.CitizenLeavesLineAsync(call.Id, ct);
        var handoff = await work.Db.OpenHandoffOfAsync(call.ConversationId, ct);
        if (handoff is not { State: HandoffState.Waiting or HandoffState.Offered }) return;
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == call.ConversationId, ct);
        if (conversation.CallBackNumber is not null) return;
        // A number that nobody is to ring stays with the call: it says who called, and not where to call.
        if (call.Number is { } number && CallableNumber.Is(number)) conversation.CallBackNumber = number;
        // On a ring of ours nobody waited before a key was pressed.
        if (!call.IsUnheardRing) work.Say(conversation, Author.Service, Texts.Say("LeftWhileWaiting", conversation.Language));
    }

    /// <inheritdoc cref="EndCallAsync(Work, PhoneCall, CancellationToken)"/>
    public static async Task EndCallAsync(this Work work, string callId, CancellationToken ct) =>
        await work.EndCallAsync(await work.Db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, ct), ct);
}
