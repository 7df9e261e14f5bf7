using Microsoft.EntityFrameworkCore;
using ServiceRouter.DeadLetters;
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

    /// <summary>How many of its requests a manager can close now; more than the account calls open, where no page has shown the receipt.</summary>
    public int LeftOpen { get; init; }

    /// <summary>Messages of it that failed for good until now, the oldest first. No desk shows them (docs/adr/0119), and one may fail minutes after the end, when the runner has looked for the last time.</summary>
    public IReadOnlyList<PlayedMessageFailed> FailedForGood { get; init; } = [];
}

/// <summary>A message of an exercise that failed for good.</summary>
/// <param name="At">When it was found (UTC).</param>
/// <param name="What">Place and type of the failure.</param>
public sealed record PlayedMessageFailed(DateTimeOffset At, string What);

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
            exercise.IsBrokenOff(clock.GetUtcNow()))
        {
            LeftOpen = await CloseExercise.LeftOpen(db, id).CountAsync(ct),
            FailedForGood = await FailedForGoodAsync(db, id, ct),
        };
    }

    internal static async Task<IReadOnlyList<PlayedMessageFailed>> FailedForGoodAsync(RouterDbContext db, Guid id, CancellationToken ct)
    {
        List<DeadLetter> letters = await db.DeadLetters.Where(d => db.ExerciseCitizens.Any(c => c.ExerciseId == id && c.ConversationId == d.ConversationId)).OrderBy(d => d.KeptAt).ToListAsync(ct);
        return letters.ConvertAll(d => new PlayedMessageFailed(d.KeptAt, $"{d.Place}, {d.Technical ?? "sans détail"}"));
    }
}
