using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering;

/// <summary>Reads handoffs from each of the two sources: the event log alone, the rows alone.</summary>
internal static class ReadLedger
{
    /// <summary>By the event log: those asked in that time.</summary>
    public static Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        LoggedAsync(db, db.HandoffLog.Askings().Where(e => e.At >= from && e.At < until), ct);

    /// <summary>By the event log: these.</summary>
    public static Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        LoggedAsync(db, db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && ids.Contains(e.HandoffId)), ct);

    /// <summary>By the rows: those asked in that time.</summary>
    public static Task<List<LedgerLine>> RowsAsync(RouterDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        RowsAsync(db.Handoffs.Where(h => h.AskedTerritory != SealedTerritory.Code && h.AskedAt >= from && h.AskedAt < until), ct);

    /// <summary>By the rows: these.</summary>
    public static Task<List<LedgerLine>> RowsAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        RowsAsync(db.Handoffs.Where(h => ids.Contains(h.Id)), ct);

    private static async Task<List<LedgerLine>> LoggedAsync(RouterDbContext db, IQueryable<HandoffLogEntry> askings, CancellationToken ct)
    {
        var found = await askings.Select(e => new
        {
            e.HandoffId, e.Facts,
            State = db.HandoffLog.Where(l => l.HandoffId == e.HandoffId).OrderByDescending(l => l.Number).Select(l => (HandoffState?)l.State).First(),
        }).ToListAsync(ct);
        // A second Ask in one log is a break of its chain, for verify-log to name; the account takes the first.
        return [.. found.DistinctBy(e => e.HandoffId).Select(e => Line(e.HandoffId, e.Facts, e.State))];
    }

    private static async Task<List<LedgerLine>> RowsAsync(IQueryable<Handoff> handoffs, CancellationToken ct)
    {
        var found = await handoffs.Select(h => new { h.Id, h.Receipt, h.AskedTerritory, h.Channel, h.Language, h.State }).ToListAsync(ct);
        return found.ConvertAll(h => new LedgerLine(h.Id, h.Receipt, new LedgerShare(h.AskedTerritory, h.Channel, h.Language), h.State));
    }

    /// <summary>The asking's entry keeps receipt, channel, language and territory, so that they are known when the row is gone.</summary>
    private static LedgerLine Line(Guid id, string facts, HandoffState? state)
    {
        try
        {
            using var json = JsonDocument.Parse(facts);
            return new LedgerLine(id, Text(json, "receipt") ?? "?", new LedgerShare(Text(json, "territory"), Text(json, "channel") ?? "?", Text(json, "language") ?? "?"), state);
        }
        catch (JsonException)
        {
            // Somebody wrote into the log: the handoff then differs in its share, and verify-log names the entry.
            return new LedgerLine(id, "?", new LedgerShare(null, "?", "?"), state);
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
