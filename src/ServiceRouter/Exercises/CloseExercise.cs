using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>
/// A manager closes what an exercise left open, because its runner died or nobody served it in time. Its handoffs are withdrawn in the
/// manager's name: nothing ends by itself, not even here (G4).
/// </summary>
public sealed class CloseExercise(Transactions transactions, WithdrawHandoff withdraw, TimeProvider clock)
{
    /// <returns>Null when closed, now or before.</returns>
    public async Task<Refusal?> RunAsync(Guid id, string manager, CancellationToken ct)
    {
        await using (var db = await transactions.ReadAsync(ct))
        {
            var exercise = await db.Exercises.SingleOrDefaultAsync(e => e.Id == id, ct);
            if (exercise is null) return new Refusal(404, "exercise-unknown", "Cet exercice n'existe pas.");
            if (exercise.EndedAt is null && !exercise.IsBrokenOff(clock.GetUtcNow())) return Refusal.TooLate("exercise-running", "Cet exercice est encore en cours : attendez sa fin.");
            var open = await LeftOpen(db, id).Select(h => h.Receipt).ToListAsync(ct);
            foreach (var receipt in open) await withdraw.RunAsync(receipt, HandoffRecord.Manager(manager), ct);
        }
        return await transactions.RunAsync<Refusal?>(async (work, token) =>
        {
            var exercise = await work.Db.Exercises.SingleAsync(e => e.Id == id, token);
            // What was found at the end stays: tidying up makes nothing kept.
            if (exercise.EndedAt is null) exercise.End(work.Now, ExerciseOutcome.BrokenOff, await ExerciseAccount.OfAsync(work.Db, id, token), manager);
            return null;
        }, ct);
    }

    /// <summary>What there is to close: also what no page has shown the receipt of, which the account therefore counts as asked by nobody.</summary>
    internal static IQueryable<Handoff> LeftOpen(RouterDbContext db, Guid id) =>
        db.Handoffs.InsideExercises().Where(h => h.EndedAt == null && db.ExerciseCitizens.Any(c => c.ExerciseId == id && c.ConversationId == h.ConversationId));
}
