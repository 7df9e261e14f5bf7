using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>For how long the oldest words are past their time: an erasure that stands still is seen by nobody otherwise.</summary>
internal sealed class ReadOverdue(Transactions transactions, IOptions<JobsOptions> options, TimeProvider clock)
{
    // It looks at every conversation, and erasure at them once an hour.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(15);

    private (DateTimeOffset At, long Age)? last;

    /// <summary>Seconds; 0 while nothing is past its time. Looked at anew every quarter of an hour.</summary>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (last is { } known && now - known.At < BetweenLooks) return known.Age;
        var age = await LookAsync(now, ct);
        last = (now, age);
        return age;
    }

    internal async Task<long> LookAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var (words, conversations) = (now - options.Value.WordsKept, now - options.Value.ConversationsKept);
        var closed =
            from c in EraseWords.Quiet(db, words)
            let ended = db.Handoffs.Where(h => h.ConversationId == c.Id).Max(h => h.EndedAt)
            select ended > c.LastActivityAt ? ended : c.LastActivityAt;
        var silent = DropTraces.WithoutRequest(db, conversations).Select(c => (DateTimeOffset?)c.LastActivityAt);
        var letters = db.DeadLetters.Where(d => d.ClosedAt != null && d.ClosedAt <= words && (d.Body != null || d.Note != null)).Select(d => d.ClosedAt);
        return new[] { Late(words, await closed.MinAsync(ct)), Late(conversations, await silent.MinAsync(ct)), Late(words, await letters.MinAsync(ct)) }.Max();
    }

    private static long Late(DateTimeOffset limit, DateTimeOffset? since) => since is { } at && at < limit ? (long)(limit - at).TotalSeconds : 0;
}
