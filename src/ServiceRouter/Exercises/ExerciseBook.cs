using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>
/// Writes down the course of the running exercise, each line at once, so that what a dead runner had seen is kept. Each line is a sign of life. A database that is away for a moment, for the
/// runner and not in the play, is asked again: what it did not hear is no finding about the service (docs/adr/0119).
/// </summary>
internal sealed class ExerciseBook(Guid id, Transactions transactions, TimeProvider clock, IOptions<ExercisesOptions> options, Action<string> tell)
{
    private int lines;

    public Guid Id => id;

    public Task WriteAsync(ExerciseKind drill, string who, string what, CancellationToken ct, SeenPage? page = null, long? took = null)
    {
        tell(page is null ? $"{who} {what}" : $"{who} {what} [{page.Status}] {page.Sentence}");
        var step = new ExerciseStep
        {
            ExerciseId = id, Number = Interlocked.Increment(ref lines), At = clock.GetUtcNow(), Drill = drill, Who = who, What = what,
            Path = page?.Path, Status = page?.Status, Sentence = page?.Sentence, TookMilliseconds = took,
        };
        return CommitAsync(async (work, token) =>
        {
            await AddAsync(work, step, token);
            (await RunningAsync(work, token)).Renew(work.Now + options.Value.RunnerLease);
        }, ct);
    }

    /// <summary>Its runner stops before the end: the exercise counts as broken off from now on, and says why.</summary>
    public async Task BreakOffAsync(ExerciseKind drill, CancellationToken ct)
    {
        tell("Exercice est interrompu");
        var step = new ExerciseStep
        {
            ExerciseId = id, Number = Interlocked.Increment(ref lines), At = clock.GetUtcNow(), Drill = drill, Who = "Exercice", What = "est interrompu : le programme qui le menait a été arrêté",
        };
        await CommitAsync(async (work, token) =>
        {
            await AddAsync(work, step, token);
            (await RunningAsync(work, token)).Renew(work.Now);
        }, ct);
    }

    /// <summary>Without a line: the exercise waits for something.</summary>
    public Task LiveAsync(CancellationToken ct) => CommitAsync(async (work, token) =>
    {
        var exercise = await RunningAsync(work, token);
        // Half a lease is soon enough, and a wait looks often.
        if (exercise.AliveUntil < work.Now + (options.Value.RunnerLease / 2)) exercise.Renew(work.Now + options.Value.RunnerLease);
    }, ct);

    /// <summary>Nobody presses when it is over.</summary>
    public Task PressedAsync(ExerciseCitizen citizen, CancellationToken ct) => KeepAsync(citizen, c => c.AskedAt = clock.GetUtcNow(), ct, onlyWhileItRuns: true);

    public Task PromisedAsync(ExerciseCitizen citizen, string receipt, string? door, long took, CancellationToken ct) =>
        KeepAsync(citizen, c => (c.Receipt, c.Door, c.ReceiptMilliseconds) = (receipt, door, took), ct);

    public Task AtADeskAsync(ExerciseCitizen citizen, long after, CancellationToken ct) => KeepAsync(citizen, c => c.DeskMilliseconds = after, ct);

    /// <summary>Whoever closed it may have begun the next one, and two would play at once.</summary>
    private async Task<Exercise> RunningAsync(Work work, CancellationToken ct) =>
        await work.Db.Exercises.SingleAsync(e => e.Id == id, ct) is { EndedAt: null } running ? running : throw new ExerciseClosedException();

    private async Task KeepAsync(ExerciseCitizen citizen, Action<ExerciseCitizen> change, CancellationToken ct, bool onlyWhileItRuns = false)
    {
        await CommitAsync(async (work, token) =>
        {
            if (onlyWhileItRuns) await RunningAsync(work, token);
            change(await work.Db.ExerciseCitizens.SingleAsync(c => c.ConversationId == citizen.ConversationId, token));
        }, ct);
        change(citizen);
    }

    /// <summary>Once, though its commit may have been lost on the way back.</summary>
    private static async Task AddAsync(Work work, ExerciseStep step, CancellationToken ct)
    {
        if (!await work.Db.ExerciseSteps.AnyAsync(s => s.ExerciseId == step.ExerciseId && s.Number == step.Number, ct)) work.Db.ExerciseSteps.Add(step);
    }

    private Task CommitAsync(Func<Work, CancellationToken, Task> unit, CancellationToken ct) => WhileAway.CommitAsync(transactions, unit, clock, ct);
}

/// <summary>A person took the runner for dead and closed the exercise: it plays nothing more.</summary>
internal sealed class ExerciseClosedException() : Exception("The exercise was closed while its runner was silent");
