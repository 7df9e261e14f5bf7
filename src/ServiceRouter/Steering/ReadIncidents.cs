using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Reads the incidents of the ledger for a manager.</summary>
public sealed class ReadIncidents(Transactions transactions)
{
    private const int MostClosed = 20;

    /// <summary>Every open one, then the latest closed ones.</summary>
    public async Task<IReadOnlyList<LedgerIncident>> RunAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await LatestAsync(db, ct);
    }

    internal static async Task<IReadOnlyList<LedgerIncident>> LatestAsync(RouterDbContext db, CancellationToken ct)
    {
        var open = await db.LedgerIncidents.Where(i => i.ClosedAt == null).OrderBy(i => i.OpenedAt).ToListAsync(ct);
        return [.. open, .. await db.LedgerIncidents.Where(i => i.ClosedAt != null).OrderByDescending(i => i.ClosedAt).Take(MostClosed).ToListAsync(ct)];
    }

    internal async Task<long> CountOpenAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.LedgerIncidents.LongCountAsync(i => i.ClosedAt == null, ct);
    }

    /// <summary>Handoffs that the open incidents name: it rises with each further loss, also where its incident is open already.</summary>
    internal async Task<long> CountHandoffsAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return (await db.LedgerIncidents.Where(i => i.ClosedAt == null).Select(i => i.HandoffIds).ToListAsync(ct)).Sum(ids => (long)ids.Length);
    }
}
