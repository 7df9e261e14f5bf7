using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>For how long the oldest words are past their time: an erasure that stands still is seen by nobody otherwise.</summary>
internal sealed class ReadOverdue(Transactions transactions, IOptions<JobsOptions> options, TimeProvider clock)
{
    // It looks at every conversation, and erasure at them once an hour.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(15);

    /// <summary>For how long a look is told while no newer one comes about: longer than until the next look.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private (DateTimeOffset At, long? Age)? last;

    /// <summary>Seconds; 0 while nothing is past its time. Looked at anew every quarter of an hour, also when the look fails: it takes longest where the database has no time for it.</summary>
    /// <exception cref="InvalidOperationException">The last look has failed, and the next one is not due yet.</exception>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (last is { } known && now - known.At < BetweenLooks) return known.Age ?? throw new InvalidOperationException("The last look at the oldest words has failed, and the next one is not due yet.");
        last = (now, null);
        var age = await LookAsync(now, ct);
        last = (now, age);
        return age;
    }

    internal async Task<long> LookAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var (words, conversations, looks) = (now - options.Value.WordsKept, now - options.Value.ConversationsKept, now - options.Value.LooksKept);
        var closed =
            from c in EraseWords.Quiet(db, words)
            let ended = db.Handoffs.Where(h => h.ConversationId == c.Id).Max(h => h.EndedAt)
            select ended > c.LastActivityAt ? ended : c.LastActivityAt;
        var silent = DropTraces.WithoutRequest(db, conversations).Select(c => (DateTimeOffset?)c.LastActivityAt);
        var letters = db.DeadLetters.Where(d => d.ClosedAt != null && d.ClosedAt <= words && (d.Body != null || d.Note != null)).Select(d => d.ClosedAt);
        // What is erased apart from the conversation as a whole can stand still apart from it as well.
        var goingOn =
            from c in EraseWords.GoingOn(db, words)
            join a in EraseWords.Said(db, words) on c.Id equals a.ConversationId
            let ended = db.Handoffs.Where(h => h.ConversationId == c.Id).Max(h => h.EndedAt)
            select ended > a.At ? ended : a.At;
        var notes =
            from h in EraseWords.Over(db, words)
            join n in db.Notes.Where(n => n.Text != null && n.At <= words) on h.Id equals n.HandoffId
            let ended = db.Handoffs.Where(o => o.ConversationId == h.ConversationId).Max(o => o.EndedAt)
            select ended > n.At ? ended : n.At;
        var ratings =
            from h in EraseWords.Over(db, words)
            join r in db.Ratings.Where(r => r.Words != null && r.At <= words) on h.Id equals r.HandoffId
            let ended = db.Handoffs.Where(o => o.ConversationId == h.ConversationId).Max(o => o.EndedAt)
            select ended > r.At ? ended : r.At;
        var telephones = db.CounsellorLines.Where(l => l.State == LineState.Over && l.ChangedAt < words && l.Address != "").Select(l => (DateTimeOffset?)l.ChangedAt);
        var seconds = db.SecondLines.Where(l => l.State == SecondState.Over && l.ChangedAt < words && l.Address != "").Select(l => (DateTimeOffset?)l.ChangedAt);
        var readings = db.Looks.Where(l => l.At < looks).Select(l => (DateTimeOffset?)l.At);
        var changes = db.CounsellorChanges.Where(c => c.At < looks).Select(c => (DateTimeOffset?)c.At);
        var age = 0L;
        foreach (var (limit, oldest) in new[] { (words, closed), (conversations, silent), (words, letters), (words, goingOn), (words, notes), (words, ratings), (words, telephones), (words, seconds), (looks, readings), (looks, changes) })
            age = Math.Max(age, Late(limit, await oldest.MinAsync(ct)));
        return age;
    }

    private static long Late(DateTimeOffset limit, DateTimeOffset? since) => since is { } at && at < limit ? (long)(limit - at).TotalSeconds : 0;
}
