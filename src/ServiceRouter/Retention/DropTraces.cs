using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>Removes what served its time: events of the counsellors' streams, keys of messages taken or suspected, records of readings and of what managers changed, conversations that never asked for a human, with the calls and the threads that led to them, and where counsellors were rung.</summary>
internal sealed class DropTraces(Transactions transactions, IOptions<JobsOptions> options, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        var (kept, now) = (options.Value, clock.GetUtcNow());
        var (eventsBefore, inboxBefore, conversationsBefore) = (now - kept.DeskEventsKept, now - kept.InboxKept, now - kept.ConversationsKept);
        var (wordsBefore, looksBefore) = (now - kept.WordsKept, now - kept.LooksKept);
        // The newest event of each stream stays: the next one is numbered after it.
        await transactions.RunAsync((work, token) => work.Db.DeskEvents
            .Where(e => e.At < eventsBefore && work.Db.DeskEvents.Any(n => n.CounsellorId == e.CounsellorId && n.Number > e.Number)).ExecuteDeleteAsync(token), ct);
        await transactions.RunAsync((work, token) => work.Db.Inbox.Where(e => e.At < inboxBefore).ExecuteDeleteAsync(token), ct);
        await transactions.RunAsync((work, token) => work.Db.SuspectMessages.Where(m => m.LastAt < inboxBefore).ExecuteDeleteAsync(token), ct);
        await transactions.RunAsync((work, token) => work.Db.Looks.Where(l => l.At < looksBefore).ExecuteDeleteAsync(token), ct);
        await transactions.RunAsync((work, token) => work.Db.CounsellorChanges.Where(c => c.At < looksBefore).ExecuteDeleteAsync(token), ct);
        // The telephones of counsellors are their own as well: that a line was rung stays, where does not.
        await transactions.RunAsync((work, token) => work.Db.CounsellorLines.Where(l => l.State == LineState.Over && l.ChangedAt < wordsBefore && l.Address != "")
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Address, ""), token), ct);
        await transactions.RunAsync((work, token) => work.Db.SecondLines.Where(l => l.State == SecondState.Over && l.ChangedAt < wordsBefore && l.Address != "")
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Address, ""), token), ct);
        while (await transactions.RunAsync((work, token) => DropConversationsAsync(work, conversationsBefore, token), ct) == MostAtOnce) { }
        // Calls and threads once outlived their conversations.
        await transactions.RunAsync((work, token) => Orphans(work.Db, work.Db.PhoneCalls).ExecuteDeleteAsync(token), ct);
        await transactions.RunAsync((work, token) => Orphans(work.Db, work.Db.SmsThreads).ExecuteDeleteAsync(token), ct);
    }

    private static async Task<int> DropConversationsAsync(Work work, DateTimeOffset before, CancellationToken ct)
    {
        var db = work.Db;
        // Nothing may have been said yet in one that has just begun.
        var ids = await db.Conversations.Where(c => c.StartedAt < before && c.LastActivityAt < before && !db.Handoffs.Any(h => h.ConversationId == c.Id))
            .OrderBy(c => c.Id).Select(c => c.Id).Take(MostAtOnce).ToListAsync(ct);
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
