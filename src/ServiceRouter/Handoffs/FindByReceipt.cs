using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>The handoff of a receipt, as it was typed or said; also of one that was given a second time for the same request.</summary>
internal static class FindByReceipt
{
    /// <returns>Null when there is none, or the code cannot be a receipt.</returns>
    public static Task<Handoff?> HandoffOfAsync(this RouterDbContext db, string? receipt, CancellationToken ct) => db.OfReceiptAsync(receipt, found => found, ct);

    /// <summary>The same with what belongs to it, in one statement.</summary>
    /// <param name="db">Where to look.</param>
    /// <param name="receipt">As it was typed or said.</param>
    /// <param name="read">What is wanted of the handoff found.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<TRead?> OfReceiptAsync<TRead>(this RouterDbContext db, string? receipt, Func<IQueryable<Handoff>, IQueryable<TRead>> read, CancellationToken ct)
        where TRead : class
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return null;
        return await read(db.Handoffs.Where(h => h.Receipt == code)).SingleOrDefaultAsync(ct)
            ?? await read(db.Handoffs.Where(h => db.ReceiptAliases.Any(a => a.Receipt == code && a.HandoffId == h.Id))).SingleOrDefaultAsync(ct);
    }

    /// <summary>The same for a reading that is prepared (<see cref="Prepared{TRead}"/>).</summary>
    /// <param name="db">Where to look.</param>
    /// <param name="receipt">As it was typed or said.</param>
    /// <param name="readAsync">Reads what is wanted of the handoff that has this receipt.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<TRead?> OfReceiptPreparedAsync<TRead>(this RouterDbContext db, string? receipt, Func<string, Task<TRead?>> readAsync, CancellationToken ct)
        where TRead : class
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return null;
        if (await readAsync(code) is { } found) return found;
        var first = await db.Handoffs.Where(h => db.ReceiptAliases.Any(a => a.Receipt == code && a.HandoffId == h.Id)).Select(h => h.Receipt).SingleOrDefaultAsync(ct);
        return first is null ? null : await readAsync(first);
    }
}
