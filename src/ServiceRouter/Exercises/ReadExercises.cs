using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>An exercise with its course.</summary>
/// <param name="Exercise">The exercise.</param>
/// <param name="Account">Its account at the end; as it is now while it runs, and when something was left at the end: a dead node's journal may have come back, and what is open may have been served.</param>
/// <param name="Citizens">What each citizen was promised.</param>
/// <param name="Steps">What happened, in order.</param>
/// <param name="IsBrokenOff">Its runner is gone.</param>
public sealed record ExerciseReport(
    Exercise Exercise, ExerciseAccount Account, IReadOnlyList<ExerciseCitizen> Citizens, IReadOnlyList<ExerciseStep> Steps, bool IsBrokenOff)
{
    /// <summary>By which it is judged; the present one while it runs.</summary>
    public ExerciseAccount AtTheEnd => Exercise.ReadAccount() ?? Account;
}

/// <summary>Reads exercises for the manager and the operator.</summary>
public sealed class ReadExercises(Transactions transactions, TimeProvider clock)
{
    private const int Shown = 50;

    /// <summary>The latest first, with whether their runner is gone.</summary>
    public async Task<IReadOnlyList<(Exercise Exercise, bool IsBrokenOff)>> LatestAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var found = await db.Exercises.OrderByDescending(e => e.StartedAt).Take(Shown).ToListAsync(ct);
        return found.ConvertAll(e => (e, e.IsBrokenOff(clock.GetUtcNow())));
    }

    /// <summary>Null when there is none.</summary>
    public async Task<ExerciseReport?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        await using var snapshot = await Snapshot.BeginAsync(db, ct);
        if (await db.Exercises.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } exercise) return null;
        return new ExerciseReport(
            exercise, exercise.ReadAccount() is { Agrees: true, Open: 0 } atTheEnd ? atTheEnd : await ExerciseAccount.OfAsync(db, id, ct),
            await db.ExerciseCitizens.Where(c => c.ExerciseId == id).OrderBy(c => c.Number).ToListAsync(ct),
            await db.ExerciseSteps.Where(s => s.ExerciseId == id).OrderBy(s => s.Number).ToListAsync(ct),
            exercise.IsBrokenOff(clock.GetUtcNow()));
    }
}
