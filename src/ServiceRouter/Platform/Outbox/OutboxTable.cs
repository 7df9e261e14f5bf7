using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Outbox;

/// <summary>The statements of the outbox that both databases understand.</summary>
internal sealed class OutboxTable(WriteGate gate)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    /// <summary>How long the writing node alone tries; longer than a send's time limit.</summary>
    public static readonly TimeSpan FirstClaim = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SweepClaim = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    public const int BatchSize = 100;
    private const int KnockSize = 3;

    /// <summary>
    /// Takes rows nobody holds, oldest first, and never a row with an earlier held one of its key.
    /// Two sweepers that read the same row update it one after the other; the second finds the claim renewed and gets nothing.
    /// </summary>
    public Task<IReadOnlyList<OutboxMessage>> ClaimAsync(RouterDbContext db, NodeName node, int most, DateTimeOffset now, CancellationToken ct) =>
        ClaimAsync(db, node, db.Outbox.AsNoTracking()
            .Where(m => m.ClaimedUntil < now && !db.Outbox.Any(e => e.Key == m.Key && e.Sequence < m.Sequence && e.ClaimedUntil >= now))
            .OrderBy(m => m.Sequence).Take(most), now, ct);

    /// <summary>
    /// Takes a few rows to see whether the broker is back: each the first of its key, those that were not tried for longest, so that one row
    /// that never gets an answer does not knock for ever while the others wait.
    /// </summary>
    public Task<IReadOnlyList<OutboxMessage>> ClaimToKnockAsync(RouterDbContext db, NodeName node, DateTimeOffset now, CancellationToken ct) =>
        ClaimAsync(db, node, db.Outbox.AsNoTracking()
            .Where(m => m.ClaimedUntil < now && !db.Outbox.Any(e => e.Key == m.Key && e.Sequence < m.Sequence))
            .OrderBy(m => m.ClaimedUntil).ThenBy(m => m.Sequence).Take(KnockSize), now, ct);

    private async Task<IReadOnlyList<OutboxMessage>> ClaimAsync(RouterDbContext db, NodeName node, IQueryable<OutboxMessage> which, DateTimeOffset now, CancellationToken ct)
    {
        var candidates = await which.ToListAsync(ct);
        if (candidates.Count == 0) return candidates;

        var ids = candidates.ConvertAll(m => m.Sequence);
        var until = now + SweepClaim;
        var claim = $"{node.Value}/{MassTransit.NewId.NextGuid():N}";
        using (await gate.EnterAsync(ct))
        {
            await db.Outbox.Where(m => ids.Contains(m.Sequence) && m.ClaimedUntil < now)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.ClaimedBy, claim).SetProperty(m => m.ClaimedUntil, until), ct);
        }
        return await db.Outbox.AsNoTracking().Where(m => m.ClaimedBy == claim).OrderBy(m => m.Sequence).ToListAsync(ct);
    }

    /// <summary>Pauses a row after a failure, longer each time, up to a minute. While the broker is away the row is not at fault: that is no try.</summary>
    public async Task NoteFailureAsync(RouterDbContext db, OutboxMessage row, Exception failure, bool brokerAway, DateTimeOffset now, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(row.Attempts, 10))));
        var (next, tries) = brokerAway ? (now, 0) : (now + pause, 1);
        // Not its message, which may hold a piece of the row.
        var text = failure.GetType().Name;
        using var place = await gate.EnterAsync(ct);
        await db.Outbox.Where(m => m.Sequence == row.Sequence).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.Attempts, m => m.Attempts + tries).SetProperty(m => m.ClaimedUntil, next).SetProperty(m => m.LastFailure, text), ct);
    }

    public async Task RemoveAsync(RouterDbContext db, IReadOnlyList<long> sequences, CancellationToken ct)
    {
        using var place = await gate.EnterAsync(ct);
        var ids = sequences.ToArray();
        // A removal lost in a crash only repeats a message, which consumers drop: not worth an fsync. Said within the statement, it holds for the commit of that statement and no longer.
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"DELETE FROM outbox WHERE sequence = ANY({ids}) AND set_config('synchronous_commit', 'off', true) = 'off'", ct);
        else await db.Outbox.Where(m => ids.Contains(m.Sequence)).ExecuteDeleteAsync(ct);
    }

    /// <summary>Those of the keys that still have a row.</summary>
    public static async Task<IReadOnlySet<Guid>> LeftAsync(RouterDbContext db, IEnumerable<Guid> keys, CancellationToken ct)
    {
        var asked = keys.ToArray();
        return (await db.Outbox.Where(m => asked.Contains(m.Key)).Select(m => m.Key).Distinct().ToListAsync(ct)).ToHashSet();
    }

    /// <exception cref="FaultyRowException">This version cannot read it; a newer one may.</exception>
    public static object Read(OutboxMessage row)
    {
        var type = typeof(Contracts.Handoffs.HandoffWaiting).Assembly.GetType(row.Type)
            ?? throw new FaultyRowException("No contract of that name: was it written by a newer version?");
        try
        {
            return JsonSerializer.Deserialize(row.Body, type) ?? throw new FaultyRowException("Its body is null");
        }
        catch (JsonException)
        {
            throw new FaultyRowException("Its body is not that contract");
        }
    }
}
