using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>A thread in which something is to be sent.</summary>
/// <param name="Number">Whose.</param>
/// <param name="ConversationId">In which it was said.</param>
/// <param name="ClaimedAt">Since when a node hands it over; null: nobody does.</param>
/// <param name="Since">When the oldest of it was said; where all of it is claimed, since when.</param>
internal sealed record UnsentThread(string Number, Guid ConversationId, DateTimeOffset? ClaimedAt, DateTimeOffset Since);

/// <summary>
/// Finds what is to be sent, oldest first. How far a conversation is and how much of it was sent stand in two tables, so that no index answers it: this node looks at the conversations in which it has
/// said something, and only now and then at all threads, for what a node has left that died (docs/adr/0117).
/// </summary>
internal sealed class UnsentThreads
{
    internal static readonly TimeSpan AllEvery = TimeSpan.FromSeconds(30);

    // Of an outage: what is beyond is found among all threads, when these have left.
    private const int MostKnown = 2_000;

    private readonly Transactions transactions;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly HashSet<Guid> known = [];
    private DateTimeOffset allAt = DateTimeOffset.MinValue;

    /// <summary>Listens from now on.</summary>
    public UnsentThreads(Transactions transactions, TimeProvider clock)
    {
        (this.transactions, this.clock) = (transactions, clock);
        transactions.Kept += work =>
        {
            if (work.PartIfMade<SaidIn>() is { } said) Know(said.Conversations);
        };
    }

    public async Task<IReadOnlyList<UnsentThread>> FindAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isForAll = now - allAt >= AllEvery;
        Guid[] some;
        lock (gate)
        {
            some = [.. known];
            known.Clear();
        }
        if (some.Length == 0 && !isForAll) return [];
        try
        {
            await using var db = await transactions.ReadAsync(ct);
            var found = isForAll ? await UnsentAsync(db, db.SmsThreads, ct) : await UnsentAsync(db, db.SmsThreads.Where(t => some.Contains(t.ConversationId)), ct);
            if (isForAll) allAt = now;
            Know(found.Select(thread => thread.ConversationId));
            return found;
        }
        catch
        {
            Know(some);
            throw;
        }
    }

    private static async Task<List<UnsentThread>> UnsentAsync(RouterDbContext db, IQueryable<SmsThread> threads, CancellationToken ct)
    {
        // Activities are numbered without gaps.
        var rows = await (from t in threads
                          where t.StoppedAt == null
                          join c in db.Conversations on t.ConversationId equals c.Id
                          where t.ClaimedAt != null || c.LastActivity > t.SentUpTo
                          let since = db.Activities.Where(a => a.ConversationId == t.ConversationId && a.Number == t.SentUpTo + 1).Select(a => (DateTimeOffset?)a.At).FirstOrDefault()
                          orderby since, t.Number
                          select new { t.Number, t.ConversationId, t.ClaimedAt, Since = since }).Take(MostKnown).ToListAsync(ct);
        return [.. rows.Select(row => new UnsentThread(row.Number, row.ConversationId, row.ClaimedAt, row.Since ?? row.ClaimedAt ?? DateTimeOffset.MinValue)).OrderBy(thread => thread.Since)];
    }

    private void Know(IEnumerable<Guid> conversations)
    {
        lock (gate)
            foreach (var id in conversations)
                if (known.Count < MostKnown) known.Add(id);
    }
}
