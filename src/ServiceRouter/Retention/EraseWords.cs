using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>
/// Erases what people wrote once the last request of the conversation is closed for long enough: words and details of activities with who is named beside them and the sender's own ids, notes,
/// words of ratings, reasons of declined offers, how somebody wanted to be spoken with, numbers of calls, call-back number, postcode, answers in a flow; and what failed messages said, with the note on them,
/// as long after they were closed. A note or a rating that was written later goes as long after it was written. Rows, numbers, dates and the event log
/// stay, so that ledger and hash chain hold. One conversation that cannot be erased keeps the words of no other.
/// </summary>
internal sealed class EraseWords(Transactions transactions, IOptions<JobsOptions> options, TimeProvider clock, ILogger<EraseWords> log)
{
    /// <summary>Conversations that are looked for at once.</summary>
    internal int MostAtOnce { get; init; } = 200;

    // Then it is no conversation that is at fault: the next run begins again.
    private const int MostFailed = 1_000;

    /// <returns>Number of conversations that words were erased in.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var limit = clock.GetUtcNow() - options.Value.WordsKept;
        var erased = 0;
        var each = new EachByItself(transactions, log, ct);
        await TryAsync("Erasing what failed messages said", EraseDeadLettersAsync);
        await each.TryAsync("Looking for words that are past their time", EraseConversationsAsync);
        await TryAsync("Erasing what was written of requests after their end", (work, until, token) => EraseAfterwordsAsync(work.Db, until, token));
        return erased;

        async Task EraseConversationsAsync()
        {
            var failed = 0;
            foreach (var find in (Func<RouterDbContext, IQueryable<Conversation>>[])[db => Quiet(db, limit), db => WithOldWords(db, limit)])
            {
                // Each is come to once in a run: to look for the next from the beginning is to pass over all that were erased for ever, once more for each two hundred.
                Guid? after = null;
                do
                {
                    var some = await FindAsync(find, after, ct);
                    foreach (var id in some)
                    {
                        if (await TryAsync($"Erasing the words of conversation {id}", (work, until, token) => EraseAsync(work, id, until, token))) erased++;
                        else if (++failed == MostFailed) return;
                    }
                    after = some.Count < MostAtOnce ? null : some[^1];
                }
                while (after is not null);
            }
        }

        Task<bool> TryAsync(string step, Func<Work, DateTimeOffset, CancellationToken, Task> erase) =>
            each.TryAsync(step, () => transactions.RunAsync((work, token) => erase(work, limit, token), ct));
    }

    /// <summary>Conversations whose words are all past their time, and are still there.</summary>
    internal static IQueryable<Conversation> Quiet(RouterDbContext db, DateTimeOffset limit) =>
        Closed(db, limit).NotErased().Where(c => c.LastActivityAt <= limit);

    /// <summary>Those in which something was said since: only the old words go.</summary>
    internal static IQueryable<Conversation> GoingOn(RouterDbContext db, DateTimeOffset limit) => Closed(db, limit).Where(c => c.StartedAt <= limit && c.LastActivityAt > limit);

    /// <summary>Requests of conversations in which the last one is closed for long enough.</summary>
    internal static IQueryable<Handoff> Over(RouterDbContext db, DateTimeOffset limit) =>
        db.Handoffs.Where(h => !db.Handoffs.Any(o => o.ConversationId == h.ConversationId && (o.EndedAt == null || o.EndedAt > limit)));

    private static IQueryable<Conversation> Closed(RouterDbContext db, DateTimeOffset limit) => db.Conversations.Where(c => db.Handoffs.Any(h => h.ConversationId == c.Id)
        && !db.Handoffs.Any(h => h.ConversationId == c.Id && (h.EndedAt == null || h.EndedAt > limit)));

    private static IQueryable<Conversation> WithOldWords(RouterDbContext db, DateTimeOffset limit)
    {
        var said = Said(db, limit);
        return GoingOn(db, limit).Where(c => said.Any(a => a.ConversationId == c.Id));
    }

    /// <summary>Of activities that are past their time, those of which something is left that was said, or who said it.</summary>
    internal static IQueryable<Activity> Said(RouterDbContext db, DateTimeOffset limit) =>
        db.Activities.Where(a => a.At <= limit && (a.Text != null || a.Details != null || a.AuthorName != null || a.ClientId != null));

    /// <summary>The next ones, in the order of their ids.</summary>
    private async Task<List<Guid>> FindAsync(Func<RouterDbContext, IQueryable<Conversation>> find, Guid? after, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var due = after is { } last ? find(db).Where(c => c.Id.CompareTo(last) > 0) : find(db);
        return await due.OrderBy(c => c.Id).Select(c => c.Id).Take(MostAtOnce).ToListAsync(ct);
    }

    private static async Task EraseAsync(Work work, Guid id, DateTimeOffset limit, CancellationToken ct)
    {
        var db = work.Db;
        var conversation = await db.Conversations.SingleAsync(c => c.Id == id, ct);
        var handoffs = await db.Handoffs.Where(h => h.ConversationId == id).Select(h => new { h.Id, h.EndedAt }).ToListAsync(ct);
        // Read again in this unit: the citizen may have asked for a human since.
        if (handoffs.Exists(h => h.EndedAt is null || h.EndedAt > limit)) return;
        var handoffIds = handoffs.ConvertAll(h => h.Id);

        foreach (var activity in await Said(db, limit).Where(a => a.ConversationId == id).ToListAsync(ct))
            (activity.Text, activity.Details, activity.Saying, activity.AuthorName, activity.ClientId) = (null, null, null, null, null);
        foreach (var note in await db.Notes.Where(n => handoffIds.Contains(n.HandoffId) && n.At <= limit && n.Text != null).ToListAsync(ct)) note.Text = null;
        foreach (var rating in await db.Ratings.Where(r => handoffIds.Contains(r.HandoffId) && r.At <= limit && r.Words != null).ToListAsync(ct)) rating.Words = null;
        foreach (var handoff in await db.Handoffs.Where(h => handoffIds.Contains(h.Id) && h.Need != null).ToListAsync(ct)) handoff.Need = null;
        foreach (var offer in await db.Offers.Where(o => handoffIds.Contains(o.HandoffId) && o.DeclineReason != null).ToListAsync(ct)) offer.ForgetReason();
        foreach (var call in await db.PhoneCalls.Where(c => c.ConversationId == id && c.StartedAt <= limit && (c.Number != null || c.QuestionAbout != null)).ToListAsync(ct)) call.ForgetWords();
        // Of a request that is over for long: what the citizen says to the assistant since has nothing to do with it, and where they live is asked anew.
        (conversation.CallBackNumber, conversation.Postcode) = (null, null);
        if (conversation.LastActivityAt <= limit)
        {
            // The number goes with the words; who writes again begins a new conversation. A STOP is kept: it is a wish about the future, and no more says what its number once asked.
            db.SmsThreads.RemoveRange(await db.SmsThreads.Where(t => t.ConversationId == id && t.StoppedAt == null).ToListAsync(ct));
            foreach (var stopped in await db.SmsThreads.Where(t => t.ConversationId == id && t.StoppedAt != null).ToListAsync(ct)) stopped.LeaveConversation();
            Forget(conversation, work.Now);
        }
    }

    /// <summary>Said of a request that had ended, which makes its conversation no younger: nothing else finds it.</summary>
    private static async Task EraseAfterwordsAsync(RouterDbContext db, DateTimeOffset limit, CancellationToken ct)
    {
        var over = Over(db, limit).Select(h => h.Id);
        await db.Notes.Where(n => n.Text != null && n.At <= limit && over.Contains(n.HandoffId)).ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, (string?)null), ct);
        await db.Ratings.Where(r => r.Words != null && r.At <= limit && over.Contains(r.HandoffId)).ExecuteUpdateAsync(s => s.SetProperty(r => r.Words, (string?)null), ct);
    }

    private static async Task EraseDeadLettersAsync(Work work, DateTimeOffset limit, CancellationToken ct)
    {
        foreach (var letter in await work.Db.DeadLetters.Where(d => d.ClosedAt != null && d.ClosedAt <= limit && (d.Body != null || d.Note != null)).ToListAsync(ct))
            letter.ForgetWords();
    }

    private static void Forget(Conversation conversation, DateTimeOffset now)
    {
        (conversation.CallBackNumber, conversation.Postcode, conversation.FlowPosition, conversation.WordsErasedAt) = (null, null, null, now);
        conversation.Touch();
    }
}
