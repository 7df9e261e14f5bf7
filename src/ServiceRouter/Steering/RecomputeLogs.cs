using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>
/// Recomputes whole logs for the check of the ledger, as verify-log does: hashes, chain, rules, row, and all their leaves. A comparison of stored columns believes whoever changed a word and left the hash beside it.
/// </summary>
internal static class RecomputeLogs
{
    // A list of ids is one parameter of a statement, or many, of which no database takes any number.
    private const int AtOnce = 1_000;

    /// <summary>Two statements for each thousand of them, all entries of their logs, and all leaves.</summary>
    /// <param name="db">The database, in a snapshot: an entry that is written meanwhile is there with its row, or not at all.</param>
    /// <param name="these">Whose logs. Those of which neither an entry nor a leaf is there are passed over: nothing is left that could be broken.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Those that do not hold, with the receipt by the oldest entry that is left; null where it does not tell.</returns>
    public static async Task<Dictionary<Guid, string?>> BrokenAsync(RouterDbContext db, IReadOnlyCollection<Guid> these, CancellationToken ct)
    {
        var broken = new Dictionary<Guid, string?>();
        foreach (var some in these.Chunk(AtOnce)) await AddAsync(db, [.. some], broken, ct);
        return broken;
    }

    private static async Task AddAsync(RouterDbContext db, List<Guid> some, Dictionary<Guid, string?> broken, CancellationToken ct)
    {
        // Second receipts are leaves below 0, and have a check of their own.
        var leaves = await db.AnchorLeaves.Where(l => some.Contains(l.HandoffId) && l.Number > 0).Select(l => new { l.HandoffId, l.Number, l.Hash })
            .ToDictionaryAsync(l => (l.HandoffId, l.Number), l => l.Hash, ct);
        LogChain? chain = null;
        var (oldest, holds) = ("", true);
        await foreach (var (entry, row) in VerifyLog.ReadAsync(db, db.HandoffLog.Where(e => some.Contains(e.HandoffId))).WithCancellation(ct))
        {
            if (chain?.HandoffId != entry.HandoffId)
            {
                End();
                (chain, oldest, holds) = (new LogChain(entry.HandoffId, row), entry.Facts, true);
            }
            // After its first break a chain tells nothing.
            if (holds) holds = chain.Add(entry) is null;
            if (leaves.Remove((entry.HandoffId, entry.Number), out var anchored) && anchored != entry.Hash) holds = false;
        }
        End();
        // What is left was anchored, and is in no log.
        foreach (var (handoff, _) in leaves.Keys) broken.TryAdd(handoff, null);

        void End()
        {
            if (chain is null || (holds && chain.Close() is null)) return;
            broken.Add(chain.HandoffId, AskedFacts.Read(oldest).ReceiptIfKnown);
        }
    }
}
