using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>
/// Removes what served its time: events of the counsellors' streams, keys of messages taken or suspected, records of readings and of what managers changed, conversations that never asked for a human, with the calls and the threads that led to them, and where counsellors were rung.
/// In stretches, so that no table is held for long; what cannot be removed of one kind keeps none of another.
/// </summary>
internal sealed class DropTraces(Transactions transactions, IOptions<JobsOptions> options, TimeProvider clock, ILogger<DropTraces> log)
{
    private const int MostAtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        var (kept, now) = (options.Value, clock.GetUtcNow());
        var (eventsBefore, inboxBefore, conversationsBefore) = (now - kept.DeskEventsKept, now - kept.InboxKept, now - kept.ConversationsKept);
        var (wordsBefore, looksBefore) = (now - kept.WordsKept, now - kept.LooksKept);
        var each = new EachByItself(transactions, log, ct);
        // The newest event of each stream stays: the next one is numbered after it.
        await StepAsync("events of desks", (db, token) => db.DeskEvents
            .Where(e => e.At < eventsBefore && db.DeskEvents.Any(n => n.CounsellorId == e.CounsellorId && n.Number > e.Number)).OrderBy(e => e.At).Take(MostAtOnce).ExecuteDeleteAsync(token));
        await StepAsync("keys of messages taken", (db, token) => db.Inbox.Where(e => e.At < inboxBefore).OrderBy(e => e.At).Take(MostAtOnce).ExecuteDeleteAsync(token));
        await StepAsync("keys of messages in hand", (db, token) => db.SuspectMessages.Where(m => m.LastAt < inboxBefore).OrderBy(m => m.LastAt).Take(MostAtOnce).ExecuteDeleteAsync(token));
        await StepAsync("records of readings", (db, token) => db.Looks.Where(l => l.At < looksBefore).OrderBy(l => l.At).Take(MostAtOnce).ExecuteDeleteAsync(token));
        await StepAsync("records of changes", (db, token) => db.CounsellorChanges.Where(c => c.At < looksBefore).OrderBy(c => c.At).Take(MostAtOnce).ExecuteDeleteAsync(token));
        // The telephones of counsellors are their own as well: that a line was rung stays, where does not.
        await StepAsync("telephones of lines", (db, token) => db.CounsellorLines.Where(l => l.State == LineState.Over && l.ChangedAt < wordsBefore && l.Address != "")
            .OrderBy(l => l.Id).Take(MostAtOnce).ExecuteUpdateAsync(set => set.SetProperty(l => l.Address, ""), token));
        await StepAsync("telephones of second lines", (db, token) => db.SecondLines.Where(l => l.State == SecondState.Over && l.ChangedAt < wordsBefore && l.Address != "")
            .OrderBy(l => l.Id).Take(MostAtOnce).ExecuteUpdateAsync(set => set.SetProperty(l => l.Address, ""), token));
        await StepAsync("conversations without a request", (db, token) => DropConversationsAsync(db, conversationsBefore, token));
        // Calls and threads once outlived their conversations.
        await StepAsync("calls of no conversation", (db, token) => Orphans(db, db.PhoneCalls).OrderBy(c => c.Id).Take(MostAtOnce).ExecuteDeleteAsync(token));
        await StepAsync("threads of no conversation", (db, token) => Orphans(db, db.SmsThreads).OrderBy(t => t.Number).Take(MostAtOnce).ExecuteDeleteAsync(token));

        // Threads that were stopped once led to a conversation for good.
        await StepAsync("what a stopped number asked", (db, token) => db.SmsThreads
            .Where(t => t.StoppedAt != null && db.Conversations.Erased().Any(c => c.Id == t.ConversationId)).OrderBy(t => t.Number).Take(MostAtOnce)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ConversationId, Guid.Empty).SetProperty(t => t.SentUpTo, 0).SetProperty(t => t.Version, t => t.Version + 1), token));

        Task StepAsync(string what, Func<RouterDbContext, CancellationToken, Task<int>> drop) => each.TryAsync($"Dropping {what}", () => InStretchesAsync(drop, ct));
    }

    private async Task InStretchesAsync(Func<RouterDbContext, CancellationToken, Task<int>> drop, CancellationToken ct)
    {
        while (await transactions.RunAsync((work, token) => drop(work.Db, token), ct) == MostAtOnce) { }
    }

    /// <summary>Conversations that never asked for a human and are past their time.</summary>
    internal static IQueryable<Conversation> WithoutRequest(RouterDbContext db, DateTimeOffset before) =>
        // Nothing may have been said yet in one that has just begun.
        db.Conversations.Where(c => c.StartedAt < before && c.LastActivityAt < before && !db.Handoffs.Any(h => h.ConversationId == c.Id));

    private static async Task<int> DropConversationsAsync(RouterDbContext db, DateTimeOffset before, CancellationToken ct)
    {
        var ids = await WithoutRequest(db, before).OrderBy(c => c.Id).Select(c => c.Id).Take(MostAtOnce).ToListAsync(ct);
        if (ids.Count == 0) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Compared again: somebody may have come back in between.
        await db.Conversations.Where(c => ids.Contains(c.Id) && c.LastActivityAt < before && !db.Handoffs.Any(h => h.ConversationId == c.Id)).ExecuteDeleteAsync(ct);
        await db.Activities.Where(a => ids.Contains(a.ConversationId) && !db.Conversations.Any(c => c.Id == a.ConversationId)).ExecuteDeleteAsync(ct);
        await Orphans(db, db.PhoneCalls.Where(c => ids.Contains(c.ConversationId))).ExecuteDeleteAsync(ct);
        await Orphans(db, db.SmsThreads.Where(t => ids.Contains(t.ConversationId))).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
        return ids.Count;
    }

    private static IQueryable<PhoneCall> Orphans(RouterDbContext db, IQueryable<PhoneCall> calls) => calls.Where(call => !db.Conversations.Any(c => c.Id == call.ConversationId));

    // A STOP is kept: it is a wish about the future.
    private static IQueryable<SmsThread> Orphans(RouterDbContext db, IQueryable<SmsThread> threads) =>
        threads.Where(thread => thread.StoppedAt == null && !db.Conversations.Any(c => c.Id == thread.ConversationId));
}
