using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>The conservation account of one exercise (G5): what its citizens were promised against what the database and the event log hold.</summary>
/// <param name="Pressed">Citizens who asked for a human.</param>
/// <param name="Asked">Of these, how many were shown a receipt.</param>
/// <param name="Served">Rows ended as served.</param>
/// <param name="Withdrawn">Rows withdrawn.</param>
/// <param name="Unreachable">Rows recorded as unreachable.</param>
/// <param name="Open">Rows that are still open.</param>
/// <param name="Missing">Receipts that were shown and that the database does not have.</param>
/// <param name="Extra">Rows that nobody was promised: a citizen with two requests.</param>
/// <param name="LogDiffers">Receipts whose event log does not end in the state of the row.</param>
public sealed record ExerciseAccount(
    int Pressed, int Asked, int Served, int Withdrawn, int Unreachable, int Open,
    IReadOnlyList<string> Missing, int Extra, IReadOnlyList<string> LogDiffers)
{
    /// <summary>Promised requests found, in whatever state.</summary>
    public int Accounted => Served + Withdrawn + Unreachable + Open;

    /// <summary>asked = served + withdrawn + unreachable + open, and nobody was left without a receipt.</summary>
    public bool Agrees => Pressed == Asked && Asked == Accounted && Missing.Count == 0 && Extra == 0 && LogDiffers.Count == 0;

    internal static async Task<ExerciseAccount> OfAsync(RouterDbContext db, Guid exerciseId, CancellationToken ct)
    {
        var citizens = await db.ExerciseCitizens.Where(c => c.ExerciseId == exerciseId).ToListAsync(ct);
        var conversations = citizens.ConvertAll(c => c.ConversationId);
        var rows = await db.Handoffs.Where(h => conversations.Contains(h.ConversationId)).ToListAsync(ct);
        var found = new HashSet<Guid>();
        var missing = new List<string>();
        foreach (var citizen in citizens.Where(c => c.Receipt is not null))
        {
            if (await db.HandoffOfAsync(citizen.Receipt, ct) is { } handoff && handoff.ConversationId == citizen.ConversationId) found.Add(handoff.Id);
            else missing.Add(citizen.Receipt!);
        }
        var ids = rows.ConvertAll(h => h.Id);
        var ends = (await db.HandoffLog.Where(e => ids.Contains(e.HandoffId)).ToListAsync(ct)).GroupBy(e => e.HandoffId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Number)!);
        return new ExerciseAccount(
            citizens.Count(c => c.AskedAt is not null), citizens.Count(c => c.Receipt is not null),
            In(HandoffState.Served), In(HandoffState.Withdrawn), In(HandoffState.Unreachable), rows.Count(h => found.Contains(h.Id) && h.IsOpen), missing, rows.Count(h => !found.Contains(h.Id)),
            [.. rows.Where(h => ends.GetValueOrDefault(h.Id) is not { } end || end.Number != h.Version || end.State != h.State).Select(h => ReceiptCode.Print(h.Receipt))]);

        int In(HandoffState state) => rows.Count(h => found.Contains(h.Id) && h.State == state);
    }
}
