using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Steering;

/// <summary>For how long nobody has looked after the proof: a check or an anchoring that has stopped finds nothing, and says nothing.</summary>
internal sealed class ReadAges(Transactions transactions, TimeProvider clock)
{
    /// <summary>Seconds since the last check; since the first entry of the log when there was none; 0 while there is nothing to check.</summary>
    public async Task<long> OfCheckAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var now = clock.GetUtcNow();
        return Seconds(now, await db.LedgerChecks.LatestAt(now).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync(ct) ?? await db.HandoffLog.MinAsync(e => (DateTimeOffset?)e.At, ct));
    }

    /// <summary>Seconds since groups of people were compared last; since the first asking when they never were; 0 while nobody asked.</summary>
    public async Task<long> OfAccessCheckAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return Seconds(clock.GetUtcNow(), await db.AccessChecks.MaxAsync(c => (DateTimeOffset?)c.At, ct) ?? await db.HandoffLog.MinAsync(e => (DateTimeOffset?)e.At, ct));
    }

    /// <summary>Seconds for which the oldest entry of the days after the last anchor has waited for one; 0 while none waits.</summary>
    public async Task<long> OfAnchorsAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var last = await db.LogAnchors.MaxAsync(a => (DateOnly?)a.Day, ct);
        var since = last is { } day ? FrenchDay.Midnight(day.AddDays(1)) : DateTimeOffset.UnixEpoch;
        return Seconds(clock.GetUtcNow(), await db.HandoffLog.Where(e => e.At >= since).MinAsync(e => (DateTimeOffset?)e.At, ct));
    }

    private static long Seconds(DateTimeOffset now, DateTimeOffset? since) => since is { } at && now > at ? (long)(now - at).TotalSeconds : 0;
}
