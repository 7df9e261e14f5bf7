using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// The provider took a message and says later that it did not arrive. Where the thread has an open request, whoever has it or takes it reads so in the conversation, and can ring; it is not sent to
/// the citizen. A message of another way (a receipt that was asked for on the phone, the one after an attempt) has no thread.
/// </summary>
public sealed class TextNotDelivered
{
    private readonly Transactions transactions;

    internal TextNotDelivered(Transactions transactions) => this.transactions = transactions;

    /// <param name="messageId">The provider's id of the message: told again, it is noted once.</param>
    /// <param name="number">Whom it was for, as +33….</param>
    /// <param name="isNotWanted">The number wants no messages, or cannot get any: nothing more is sent.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task RunAsync(string messageId, string number, bool isNotWanted, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == number, token) is not { } thread) return;
        var clientId = $"undelivered/{messageId}";
        // Told again after its citizen has written that they want messages: that is newer. Where no request was open nothing was noted, and the provider tells a status again within seconds.
        if (await work.Db.Activities.AnyAsync(a => a.ConversationId == thread.ConversationId && a.ClientId == clientId, token)) return;
        if (isNotWanted) await work.StopThreadAsync(thread, token);
        if (await work.Db.OpenHandoffOfAsync(thread.ConversationId, token) is not { } handoff) return;
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == thread.ConversationId, token);
        work.TellActivity(handoff, work.Say(conversation, Author.Service, Texts.Say("TextNotDelivered", conversation.Language), clientId: clientId, saying: Saying.TextNotDelivered));
    }, ct);
}
