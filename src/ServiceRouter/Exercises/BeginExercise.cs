using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>Opens an exercise when none is running: of two starts at once, on whatever node, one wins.</summary>
public sealed class BeginExercise(Transactions transactions, NodeName node, IOptions<ExercisesOptions> options)
{
    /// <summary>Started by the command, on the machine of the operator.</summary>
    public const string Operator = "exploitant";

    /// <param name="kind">What is taken away.</param>
    /// <param name="by">Account name of the manager, or <see cref="Operator"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="id">Its identity, when whoever starts it has one: begun before, and not answered in time, it is found again.</param>
    /// <returns>The exercise, or why it does not begin.</returns>
    public Task<(Guid? Id, Refusal? Refusal)> RunAsync(ExerciseKind kind, string by, CancellationToken ct, Guid? id = null) =>
        transactions.RunAsync<(Guid?, Refusal?)>(async (work, token) =>
        {
            if (id is { } given && await work.Db.Exercises.AsNoTracking().SingleOrDefaultAsync(e => e.Id == given, token) is { } known)
            {
                if (known.EndedAt is not null) return (null, Refusal.TooLate("exercise-over", "Cet exercice a déjà eu lieu : il est dans la liste."));
                // Another node has it in hand, and of two runners each would play the whole of it.
                if (known.Node == node.Value && !known.IsBrokenOff(work.Now)) return (known.Id, null);
            }
            if (await work.Db.Exercises.AsNoTracking().SingleOrDefaultAsync(e => e.EndedAt == null, token) is { } running)
            {
                return (null, running.IsBrokenOff(work.Now)
                    ? Refusal.TooLate("exercise-broken-off", "Un exercice a été interrompu : fermez d'abord ce qu'il a laissé, sur la page des exercices.")
                    : Refusal.TooLate("exercise-running", "Un exercice est en cours : attendez sa fin."));
            }
            var exercise = new Exercise
            {
                Id = id ?? MassTransit.NewId.NextGuid(), Kind = kind, StartedBy = by, StartedAt = work.Now, Node = node.Value, AliveUntil = work.Now + options.Value.RunnerLease,
            };
            work.Db.Exercises.Add(exercise);
            return (exercise.Id, null);
        }, ct);
}
