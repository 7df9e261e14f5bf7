using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>The handoff of a receipt, as it was typed or said; also of one that was given a second time for the same request.</summary>
internal static class FindByReceipt
{
    /// <returns>Null when there is none, or the code cannot be a receipt.</returns>
    public static async Task<Handoff?> HandoffOfAsync(this RouterDbContext db, string? receipt, CancellationToken ct)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return null;
        return await db.Handoffs.SingleOrDefaultAsync(h => h.Receipt == code, ct)
            ?? await db.Handoffs.SingleOrDefaultAsync(h => db.ReceiptAliases.Any(a => a.Receipt == code && a.HandoffId == h.Id), ct);
    }
}
