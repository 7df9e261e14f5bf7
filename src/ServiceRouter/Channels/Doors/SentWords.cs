using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Inbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Words whose answer was lost are sent again, and either try may find no database. Somebody who was served for the one meanwhile has no new wish in the other (docs/adr/0121, 0127): of those that
/// were stored the words are there, of those that came through another door a key, like that of any other message that was taken. Other words under the same id are a wish of their own.
/// </summary>
internal static class SentWords
{
    /// <summary>Characters of a mark.</summary>
    public const int MarkLength = 32;

    // Not a consumer: whatever takes askings takes them by this.
    private const string ByAnotherDoor = "words by another door";

    /// <summary>What an asking carries in place of the sender's id, which is whatever a sender wrote; null for none.</summary>
    /// <param name="sentId">The sender's id.</param>
    /// <param name="words">What a form sent, words or the value of a button, since other words and buttons may come under the same id; null where an id stands for one thing.</param>
    public static string? MarkOf(string? sentId, string? words = null) =>
        PlainText.OrNull(sentId) is { } id ? ShortHash.Of(PlainText.OrNull(words) is { } typed ? $"{id}\n{typed}" : id, MarkLength / 2) : null;

    /// <summary>An asking that is taken, from the moment on at which its words came first, whichever way; as it is where they did not, or none asked.</summary>
    public static async Task<HandoffAsked> AsOldAsItsWordsAsync(this Work work, Conversation conversation, HandoffAsked asked, CancellationToken ct)
    {
        if (asked.SentAs is not { } mark) return asked;
        var key = KeyOf(conversation.Id, mark);
        var taken = await work.Db.Inbox.SingleOrDefaultAsync(e => e.MessageId == key && e.Consumer == ByAnotherDoor, ct);
        if (taken is not null) asked = asked.NoYoungerThan(taken.At);
        if (work.Db.Entry(conversation).State != EntityState.Added && await FirstSaidAsync(work.Db, conversation, asked, mark, ct) is { } said) asked = asked.NoYoungerThan(said);
        // Of its true age: an attempt at the first door that nobody waited for may be a copy of the one that comes after it. And by a clock that may be behind it would be older than what was done before it.
        if (taken is null && asked.TimeMayBeBehind != true) work.Db.Inbox.Add(new InboxEntry { MessageId = key, Consumer = ByAnotherDoor, At = asked.AskedAt });
        return asked;
    }

    private static async Task<DateTimeOffset?> FirstSaidAsync(RouterDbContext db, Conversation conversation, HandoffAsked asked, string mark, CancellationToken ct)
    {
        var said = await db.Activities.AsNoTracking()
            .Where(a => a.ConversationId == conversation.Id && a.Author == Author.Citizen && a.ClientId != null)
            .OrderBy(a => a.Number)
            .Select(a => new { a.ClientId, a.Text, a.At })
            .ToListAsync(ct);
        return said.Find(a => MarksOf(a.ClientId!, a.Text, isOfForm: !asked.IsTexted()).Contains(mark))?.At;
    }

    /// <summary>The other way round: words that found no database at first, and find it now.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">In which they are said, and which has no open request.</param>
    /// <param name="said">The words.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The request that answered them; null where they are a wish.</returns>
    public static async Task<Handoff?> AnsweredSinceFirstSentAsync(this Work work, Conversation conversation, CitizenActivity said, CancellationToken ct)
    {
        if (said.ClientId is not { } id) return null;
        Guid[] keys = [.. MarksOf(id, said.Text, said.IsOfForm).Select(mark => KeyOf(conversation.Id, mark))];
        var first = await work.Db.Inbox.Where(e => keys.Contains(e.MessageId) && e.Consumer == ByAnotherDoor).MinAsync(e => (DateTimeOffset?)e.At, ct);
        if (first is not { } at) return null;
        return AnsweredAlready.EndedSince(await work.Db.Handoffs.Where(h => h.ConversationId == conversation.Id).ToListAsync(ct), at);
    }

    // What was stored, or taken by this key, was so by a clock that is not behind.
    private static HandoffAsked NoYoungerThan(this HandoffAsked asked, DateTimeOffset at) => at < asked.AskedAt ? asked with { AskedAt = at, TimeMayBeBehind = null } : asked;

    // What an asking would carry that came of such words: also of those that are kept beside others of their id. The button for a person has no label in any message, and is kept by its value.
    private static IEnumerable<string> MarksOf(string keptAs, string? words, bool isOfForm) =>
        (isOfForm ? [MarkOf(keptAs, words), OtherWords.SentIdOf(keptAs, words) is { } sentId ? MarkOf(sentId, words) : null] : new[] { MarkOf(keptAs) }).OfType<string>();

    // Senders choose their ids: two in different conversations may have the same.
    private static Guid KeyOf(Guid conversationId, string mark) => new(SHA256.HashData(Encoding.ASCII.GetBytes($"{conversationId:N}/{mark}")).AsSpan(0, 16));
}
