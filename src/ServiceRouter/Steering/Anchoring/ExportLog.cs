using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>
/// Makes an auditor's export of one request or of the requests asked on some days, and records who took it away. A receipt opens a conversation: an export of some days holds none of those whose words
/// are kept. Whoever asks for one request knows its receipt; by its id, which incidents and other exports name, it is told as in an export of days.
/// </summary>
public sealed class ExportLog(Transactions transactions, RecordLooks looks, TimeProvider clock)
{
    /// <summary>Requests in one export; more of them are exported in parts, of which each can be verified by itself.</summary>
    internal int MostRequests { get; init; } = 5_000;

    private static readonly DateOnly Earliest = new(2020, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <param name="receipt">As printed or typed; of two that were given for one request, either. Or the id of the request, where an incident knows nothing else of it.</param>
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
    /// <param name="part">Which part, from 1; null: all of them, when they are not too many.</param>
    /// <param name="by">Account of whoever takes it away.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<(LogExport? Export, Refusal? Refusal)> PeriodAsync(DateOnly first, DateOnly last, int? part, string by, CancellationToken ct)
    {
        var made = await MakePeriodAsync(first, last, part, ct);
        if (made.Export is { } export) await looks.ExportAsync(by, handoffId: null, export.Scope, ct);
        return made;
    }

    private async Task<(LogExport? Export, Refusal? Refusal)> MakeOneAsync(string receipt, CancellationToken ct)
    {
        if (Guid.TryParse(receipt, out var named)) return await MakeByIdAsync(named, ct);
        if (ReceiptCode.Parse(receipt) is not { } code) return (null, Refusal.BadInput("receipt", "Ce récépissé n'est pas reconnu."));
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        return ((await db.HandoffOfAsync(code, ct))?.Id ?? await LostAsync(db, code, ct)) is { } id ? (await MakeAsync(db, ReceiptCode.Print(code), [id], opensNothing: false, ct), null) : (null, Refusal.UnknownHandoff);
    }

    /// <summary>Whoever knows the id of a request does not know its receipt, and is not told it. What is left of it is given out, be it a leaf.</summary>
    private async Task<(LogExport? Export, Refusal? Refusal)> MakeByIdAsync(Guid id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var isKnown = await db.Handoffs.AnyAsync(h => h.Id == id, ct) || await db.HandoffLog.AnyAsync(e => e.HandoffId == id, ct) || await db.AnchorLeaves.AnyAsync(l => l.HandoffId == id, ct);
        return isKnown ? (await MakeAsync(db, id.ToString(), [id], opensNothing: true, ct), null) : (null, Refusal.UnknownHandoff);
    }

    /// <summary>
    /// A request whose row is gone, which is the one that an auditor asks for, is known by a second receipt, or by its first entry. All of these are looked through: no index has what they say.
    /// </summary>
    private static async Task<Guid?> LostAsync(RouterDbContext db, string code, CancellationToken ct)
    {
        if (await db.ReceiptAliases.Where(a => a.Receipt == code).Select(a => (Guid?)a.HandoffId).FirstOrDefaultAsync(ct) is { } second) return second;
        var named = await db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && e.Facts.Contains(code)).Select(e => new { e.HandoffId, e.Facts }).ToListAsync(ct);
        return named.Find(e => AskedFacts.Read(e.Facts).Receipt == code)?.HandoffId;
    }

    private async Task<(LogExport? Export, Refusal? Refusal)> MakePeriodAsync(DateOnly first, DateOnly last, int? part, CancellationToken ct)
    {
        if (last < first) return (null, Refusal.BadInput("period", "Le dernier jour est avant le premier."));
        if (first < Earliest || last > Latest) return (null, Refusal.BadInput("period", $"Choisissez des jours entre {Earliest.Year} et {Latest.Year}."));
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        var (from, until) = (FrenchDay.Midnight(first), FrenchDay.Midnight(last.AddDays(1)));
        // By the log and not by the rows: a request whose row is gone is exported too.
        var asked = db.HandoffLog.Where(e => e.Move == HandoffMove.Ask && e.At >= from && e.At < until);
        var count = await asked.CountAsync(ct);
        var lost = await WithoutAskingAsync(db, first, last, ct);
        var parts = Math.Max(1, (count + lost.Count + MostRequests - 1) / MostRequests);
        if (part is null && parts > 1) return (null, Refusal.BadInput("period", $"Plus de {MostRequests} demandes : exportez la période en {parts} parties, l'une après l'autre."));
        if (part is < 1 || part > parts) return (null, Refusal.BadInput("period", parts == 1 ? "Cette période tient en une partie." : $"Cette période a {parts} parties : choisissez de 1 à {parts}."));
        // What is written down meanwhile with an earlier time moves the others to a later part: taken in their order, the parts leave out none that was there.
        var before = ((part ?? 1) - 1) * MostRequests;
        var ids = await asked.OrderBy(e => e.At).ThenBy(e => e.HandoffId).Select(e => e.HandoffId).Skip(before).Take(MostRequests).ToListAsync(ct);
        ids.AddRange(lost.Skip(Math.Max(0, before - count)).Take(MostRequests - ids.Count));
        return (await MakeAsync(db, $"{first:yyyy-MM-dd}..{last:yyyy-MM-dd}{(part is null ? "" : $" {part}/{parts}")}", ids, opensNothing: true, ct), null);
    }

    /// <summary>
    /// Requests that the anchors of these days hold, and of whose asking there is no entry: who takes it away must not be left out for it. When they were asked nobody can tell: they are in the export of each day
    /// that has a leaf of theirs, and named there by whoever verifies it.
    /// </summary>
    private static Task<List<Guid>> WithoutAskingAsync(RouterDbContext db, DateOnly first, DateOnly last, CancellationToken ct) =>
        db.AnchorLeaves.Where(l => l.Day >= first && l.Day <= last && l.Number > 0 && !db.HandoffLog.Any(e => e.HandoffId == l.HandoffId && e.Move == HandoffMove.Ask))
            .Select(l => l.HandoffId).Distinct().OrderBy(id => id).ToListAsync(ct);

    private async Task<LogExport> MakeAsync(RouterDbContext db, string scope, IReadOnlyCollection<Guid> ids, bool opensNothing, CancellationToken ct)
    {
        var entries = (await db.HandoffLog.Where(e => ids.Contains(e.HandoffId)).OrderBy(e => e.Number).ToListAsync(ct)).ToLookup(e => e.HandoffId);
        var rows = await db.Handoffs.Where(h => ids.Contains(h.Id)).ToDictionaryAsync(h => h.Id, h => new { h.Receipt, h.ConversationId }, ct);
        var conversations = rows.Values.Select(r => r.ConversationId).Distinct().ToList();
        var erased = await db.Conversations.Erased().Where(c => conversations.Contains(c.Id)).Select(c => c.Id).ToHashSetAsync(ct);
        var said = (await db.Activities.Where(a => conversations.Contains(a.ConversationId)).OrderBy(a => a.Number)
            .Select(a => new { a.ConversationId, a.Number, a.At, a.Author }).ToListAsync(ct)).ToLookup(a => a.ConversationId);
        var anchored = await ProofsAsync(db, ids, ct);
        var proofs = anchored.Where(p => p.Leaf.Number > 0).ToDictionary(p => p.Leaf.HandoffId, p => p.Proof);
        var second = opensNothing ? [] : await db.ReceiptAliases.Where(a => ids.Contains(a.HandoffId)).OrderBy(a => a.At).ThenBy(a => a.Receipt).ToListAsync(ct);
        // From the oldest entry on: which entries must be under a root is to be seen without a proof.
        var days = entries.SelectMany(log => log).Select(e => FrenchDay.Of(e.At)).Concat(anchored.Select(p => p.Proof.Day)).ToList();
        var since = days.Count == 0 ? DateOnly.MaxValue : days.Min();
        var anchors = await db.LogAnchors.Where(a => a.Day >= since).OrderBy(a => a.Day).ToListAsync(ct);
        return new LogExport(LogExport.CurrentFormat, clock.GetUtcNow(), scope, [.. ids.Select(Log)], [.. anchors.Select(ExportedAnchor.Of)])
        {
            SecondReceiptsUntil = opensNothing ? null : await SecondReceipts.LastDayAsync(db, ct),
        };

        ExportedLog Log(Guid id)
        {
            var row = rows.GetValueOrDefault(id);
            // A receipt without a row opens nothing.
            var opens = opensNothing && row is not null && !erased.Contains(row.ConversationId);
            return new ExportedLog(id, row is null || opensNothing ? null : ReceiptCode.Print(row.Receipt),
                [.. entries[id].Select(e => new ExportedEntry(e.Number, e.At, e.Move.ToString(), e.State.ToString(), e.Actor, opens && (e.Move == HandoffMove.Ask || e.Number == 1) ? null : e.Facts, e.PreviousHash, e.Hash))],
                row is null ? [] : [.. said[row.ConversationId].Select(a => new ExportedActivity(a.Number, a.At, a.Author.ToString().ToLowerInvariant()))],
                proofs.GetValueOrDefault(id))
            {
                SecondReceipts = opensNothing ? null : [.. second.Where(a => a.HandoffId == id).Select(a => new ExportedReceipt(ReceiptCode.Print(a.Receipt), a.At,
                    anchored.Where(p => p.Leaf.HandoffId == id && p.Leaf.Number < 0 && p.Leaf.Hash == a.ComputeHash()).Select(p => p.Proof).FirstOrDefault()))],
            };
        }
    }

    /// <summary>The newest leaf of each log, which proves every entry up to it, and those of second receipts.</summary>
    private static async Task<List<(AnchorLeaf Leaf, ExportedProof Proof)>> ProofsAsync(RouterDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var all = await db.AnchorLeaves.Where(l => ids.Contains(l.HandoffId)).ToListAsync(ct);
        var wanted = all.Where(l => l.Number > 0).GroupBy(l => l.HandoffId).Select(g => g.MaxBy(l => l.Number)!).Concat(all.Where(l => l.Number < 0)).ToList();
        var proofs = new List<(AnchorLeaf, ExportedProof)>();
        foreach (var day in wanted.GroupBy(l => l.Day))
        {
            var leaves = await db.AnchorLeaves.Where(l => l.Day == day.Key).OrderBy(l => l.Place).ToListAsync(ct);
            var tree = new MerkleTree([.. leaves.Select(l => AnchorLeaf.HashOf(l.HandoffId, l.Number, l.Hash))]);
            proofs.AddRange(day.Where(l => l.Place < leaves.Count).Select(l => (l, new ExportedProof(day.Key, l.Number, l.Place, [.. tree.Proof(l.Place).Select(Convert.ToHexStringLower)]))));
        }
        return proofs;
    }
}
