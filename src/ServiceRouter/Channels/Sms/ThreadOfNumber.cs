using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// One number is one citizen: its row says which conversation is theirs, whether their words came as messages or their wish through a door. Two who make
/// it at once meet in its key, and the second goes on with what the first began (docs/adr/0052).
/// </summary>
internal static class ThreadOfNumber
{
    /// <returns>Null when there is no thread, or its conversation is gone or erased (<see cref="Conversation.IsErased"/>).</returns>
    public static Task<Conversation?> TalkOfAsync(this RouterDbContext db, string number, CancellationToken ct) =>
        (from t in db.SmsThreads
         where t.Number == number
         join c in db.Conversations.NotErased() on t.ConversationId equals c.Id
         select c).SingleOrDefaultAsync(ct);

    /// <summary>The number that writes in this conversation; null: none does.</summary>
    public static Task<string?> TextedFromAsync(this RouterDbContext db, Guid conversationId, CancellationToken ct) =>
        db.SmsThreads.Where(t => t.ConversationId == conversationId).OrderBy(t => t.Number).Select(t => (string?)t.Number).FirstOrDefaultAsync(ct);

    /// <summary>The thread of the number, which goes on in this conversation.</summary>
    /// <param name="work">The unit that it is kept in.</param>
    /// <param name="number">As +33….</param>
    /// <param name="conversation">The one of <see cref="TalkOfAsync"/>, or a new one where there is none.</param>
    /// <param name="sentUpTo">Number of the last activity of a new one that needs no sending.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<SmsThread> KeepThreadAsync(this Work work, string number, Conversation conversation, int sentUpTo, CancellationToken ct)
    {
        var thread = await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == number, ct);
        if (thread is null) work.Db.SmsThreads.Add(thread = new SmsThread { Number = number, StartedAt = work.Now });
        // A STOP outlives the conversation that it was said in.
        if (thread.ConversationId != conversation.Id) thread.GoOnWith(conversation.Id, sentUpTo);
        return thread;
    }
}
