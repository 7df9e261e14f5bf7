using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>Reads the anchors that everybody may keep.</summary>
public sealed class ReadAnchors(Transactions transactions)
{
    /// <summary>All of them, the oldest first: one line a day.</summary>
    public async Task<IReadOnlyList<ExportedAnchor>> AllAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return [.. (await db.LogAnchors.OrderBy(a => a.Day).ToListAsync(ct)).Select(ExportedAnchor.Of)];
    }

    /// <summary>The latest month of them, the newest first.</summary>
    internal static async Task<IReadOnlyList<ExportedAnchor>> LatestAsync(RouterDbContext db, CancellationToken ct) =>
        [.. (await db.LogAnchors.OrderByDescending(a => a.Day).Take(31).ToListAsync(ct)).Select(ExportedAnchor.Of)];
}
