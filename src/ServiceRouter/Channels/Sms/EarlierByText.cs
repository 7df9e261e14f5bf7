using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// Who writes may have a request that was not made by text message: they called, or a counsellor tried their number in vain, and answer a message of ours. It is found by the number, as for a call;
/// what concerns it is kept there as the citizen's words, and the answer stands in the conversation of the thread. The two stay apart: what is said of the request, its receipt and its dates, is
/// nothing for whoever is known by a number alone (docs/adr/0051, 0123).
/// </summary>
internal static class EarlierByText
{
    /// <returns>The open request of the number that writes in this conversation, which itself has none open; null: there is none. The newest, where several are open.</returns>
    public static async Task<Handoff?> EarlierOfWriterAsync(this RouterDbContext db, Guid conversationId, CancellationToken ct) =>
        await db.TextedFromAsync(conversationId, ct) is { } number && await db.OpenRequestOfWriterAsync(number, ct) is { } earlier ? await db.OpenHandoffOfAsync(earlier, ct) : null;

    /// <summary>A counsellor tried in vain, and now the citizen writes, whatever it is: they are there (docs/adr/0054). No turn answers it.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">In which it was written, and which has no open request.</param>
    /// <param name="said">What was written.</param>
    /// <param name="heard">What it means.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False where nobody was tried in vain: then it is part of the talk.</returns>
    public static async Task<bool> AnswersAttemptAsync(this Work work, Conversation conversation, CitizenActivity said, Lazy<Sensed> heard, CancellationToken ct)
    {
        if (conversation.Channel != ChannelName.Sms || await work.Db.EarlierOfWriterAsync(conversation.Id, ct) is not { State: HandoffState.Absent } handoff) return false;
        work.Say(conversation, Author.Citizen, said.Text, clientId: said.ClientId);
        if (heard.Value.Distress is { } distress) work.SayNumbers(conversation, distress);
        await work.KeepForEarlierAsync(conversation, handoff, said, heard.Value, ct);
        return true;
    }

    /// <summary>A turn is about to ask for a person: for whom a request is open already, these are words for that one, and no second place in the queue.</summary>
    /// <inheritdoc cref="AnswersAttemptAsync"/>
    /// <returns>False where there is none: then a request is made.</returns>
    public static async Task<bool> AsksForEarlierAsync(this Work work, Conversation conversation, CitizenActivity said, Lazy<Sensed> heard, CancellationToken ct)
    {
        if (conversation.Channel != ChannelName.Sms || await work.Db.EarlierOfWriterAsync(conversation.Id, ct) is not { } handoff) return false;
        await work.KeepForEarlierAsync(conversation, handoff, said, heard.Value, ct);
        return true;
    }

    private static async Task KeepForEarlierAsync(this Work work, Conversation conversation, Handoff handoff, CitizenActivity said, Sensed heard, CancellationToken ct)
    {
        var before = handoff.State;
        await work.KeepAsync(await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct), handoff, said, heard, ct);
        var isRung = await work.Db.NumberToRingAsync(handoff.ConversationId, ct) is not null;
        foreach (var line in EarlierWords.AfterWords(before, handoff.State, heard.Distress is not null, isRung, conversation.Language)) work.Say(conversation, Author.Service, line);
    }

    /// <summary>A word of the line asks where a request stands, and is a sign of life: kept once with that request, which it moves nowhere (docs/adr/0117).</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="open">The request.</param>
    /// <param name="messageId">The provider's id of the message.</param>
    /// <param name="text">What was written.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task KeepWordOfLineAsync(this Work work, Handoff open, string messageId, string text, CancellationToken ct)
    {
        if (await work.Db.Activities.AnyAsync(a => a.ConversationId == open.ConversationId && a.ClientId == messageId, ct)) return;
        work.TellActivity(open, work.Say(await work.Db.Conversations.SingleAsync(c => c.Id == open.ConversationId, ct), Author.Citizen, text.Trim(), clientId: messageId));
    }
}
