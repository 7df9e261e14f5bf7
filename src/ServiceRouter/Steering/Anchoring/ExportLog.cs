using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// Makes an auditor's export of one request or of the requests asked on some days, and records who took it away. A receipt opens a conversation: an export of some days holds none of those whose words
/// are kept. Whoever asks for one request knows its receipt.
/// </summary>
public sealed class ExportLog(Transactions transactions, RecordLooks looks, TimeProvider clock)
{
    /// <summary>Requests in one export; a longer period is exported in parts.</summary>
    public const int MostRequests = 5_000;
    private static readonly DateOnly Earliest = new(2020, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <param name="receipt">As printed or typed; of two that were given for one request, either.</param>
    /// <param name="by">Account of whoever takes it away.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<(LogExport? Export, Refusal? Refusal)> OneAsync(string receipt, string by, CancellationToken ct)
    {
        var made = await MakeOneAsync(receipt, ct);
        if (made.Export is { Requests: [var one] }) await looks.ExportAsync(by, one.HandoffId, scope: null, ct);
        return made;
    }

    /// <param name="first">First day, in mainland France.</param>
    /// <param name="last">Last day.</param>
    /// <param name="by">Account of whoever takes it away.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<(LogExport? Export, Refusal? Refusal)> PeriodAsync(DateOnly first, DateOnly last, string by, CancellationToken ct)
    {
        var made = await MakePeriodAsync(first, last, ct);
        if (made.Export is { } export) await looks.ExportAsync(by, handoffId: null, export.Scope, ct);
        return made;
    }

    private async Task<(LogExport? Export, Refusal? Refusal)> MakeOneAsync(string receipt, CancellationToken ct)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return (null, Refusal.BadInput("receipt", "Ce récépissé n'est pas reconnu."));
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        return await db.HandoffOfAsync(code, ct) is { } handoff ? (await MakeAsync(db, ReceiptCode.Print(code), [handoff.Id], isPeriod: false, ct), null) : (null, Refusal.UnknownHandoff);
    }

    private async Task<(LogExport? Export, Refusal? Refusal)> MakePeriodAsync(DateOnly first, DateOnly last, CancellationToken ct)
    {
        if (last < first) return (null, Refusal.BadInput("period", "Le dernier jour est avant le premier."));
        if (first < Earliest || last > Latest) return (null, Refusal.BadInput("period", $"Choisissez des jours entre {Earliest.Year} et {Latest.Year}."));
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var (from, until) = (FrenchDay.Midnight(first), FrenchDay.Midnight(last.AddDays(1)));
        // By the log and not by the rows: a request whose row is gone is exported too.
        var ids = await db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && e.At >= from && e.At < until)
            .OrderBy(e => e.At).Select(e => e.HandoffId).Take(MostRequests + 1).ToListAsync(ct);
        return ids.Count > MostRequests
            ? (null, Refusal.BadInput("period", $"Plus de {MostRequests} demandes : choisissez une période plus courte."))
            : (await MakeAsync(db, $"{first:yyyy-MM-dd}..{last:yyyy-MM-dd}", ids, isPeriod: true, ct), null);
    }

    private async Task<LogExport> MakeAsync(RouterDbContext db, string scope, IReadOnlyCollection<Guid> ids, bool isPeriod, CancellationToken ct)
    {
        var entries = (await db.HandoffLog.Where(e => ids.Contains(e.HandoffId)).OrderBy(e => e.Number).ToListAsync(ct)).ToLookup(e => e.HandoffId);
        var rows = await db.Handoffs.Where(h => ids.Contains(h.Id)).ToDictionaryAsync(h => h.Id, h => new { h.Receipt, h.ConversationId }, ct);
        var conversations = rows.Values.Select(r => r.ConversationId).Distinct().ToList();
        // As the erasure says it: nothing was said since.
        var erased = await db.Conversations.Where(c => conversations.Contains(c.Id) && c.WordsErasedAt >= c.LastActivityAt).Select(c => c.Id).ToHashSetAsync(ct);
        var said = (await db.Activities.Where(a => conversations.Contains(a.ConversationId)).OrderBy(a => a.Number)
            .Select(a => new { a.ConversationId, a.Number, a.At, a.Author }).ToListAsync(ct)).ToLookup(a => a.ConversationId);
        var proofs = await ProofsAsync(db, ids, ct);
        // From the oldest entry on: which entries must be under a root is to be seen without a proof.
        var days = entries.SelectMany(log => log).Select(e => FrenchDay.Of(e.At)).Concat(proofs.Values.Select(p => p.Day)).ToList();
        var since = days.Count == 0 ? DateOnly.MaxValue : days.Min();
        var anchors = await db.LogAnchors.Where(a => a.Day >= since).OrderBy(a => a.Day).ToListAsync(ct);
        return new LogExport(LogExport.CurrentFormat, clock.GetUtcNow(), scope, [.. ids.Select(Log)], [.. anchors.Select(ExportedAnchor.Of)]);

        ExportedLog Log(Guid id)
        {
            var row = rows.GetValueOrDefault(id);
            // A receipt without a row opens nothing.
            var opens = isPeriod && row is not null && !erased.Contains(row.ConversationId);
            return new ExportedLog(id, row is null || isPeriod ? null : ReceiptCode.Print(row.Receipt),
                [.. entries[id].Select(e => new ExportedEntry(e.Number, e.At, e.Move.ToString(), e.State.ToString(), e.Actor, opens && e.Move == HandoffMove.Ask ? null : e.Facts, e.PreviousHash, e.Hash))],
                row is null ? [] : [.. said[row.ConversationId].Select(a => new ExportedActivity(a.Number, a.At, a.Author.ToString().ToLowerInvariant()))],
                proofs.GetValueOrDefault(id));
        }
    }

    /// <summary>The newest leaf of each log: it proves every entry up to it.</summary>
    private static async Task<Dictionary<Guid, ExportedProof>> ProofsAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var newest = (await db.AnchorLeaves.Where(l => ids.Contains(l.HandoffId)).ToListAsync(ct)).GroupBy(l => l.HandoffId).Select(g => g.MaxBy(l => l.Number)!).ToList();
        var proofs = new Dictionary<Guid, ExportedProof>();
        foreach (var day in newest.GroupBy(l => l.Day))
        {
            var leaves = await db.AnchorLeaves.Where(l => l.Day == day.Key).OrderBy(l => l.Place).ToListAsync(ct);
            var tree = new MerkleTree([.. leaves.Select(l => AnchorLeaf.HashOf(l.HandoffId, l.Number, l.Hash))]);
            foreach (var leaf in day.Where(l => l.Place < leaves.Count))
                proofs[leaf.HandoffId] = new ExportedProof(day.Key, leaf.Number, leaf.Place, [.. tree.Proof(leaf.Place).Select(Convert.ToHexStringLower)]);
        }
        return proofs;
    }
}
