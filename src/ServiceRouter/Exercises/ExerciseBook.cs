using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>
/// Writes down the course of the running exercise, each line at once, so that what a dead runner had seen is kept. Each line is a sign of life.
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
        return transactions.RunAsync(async (work, token) =>
        {
            work.Db.ExerciseSteps.Add(step);
            (await RunningAsync(work, token)).Renew(work.Now + options.Value.RunnerLease);
        }, ct);
    }

    /// <summary>Without a line: the exercise waits for something.</summary>
    public Task LiveAsync(CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var exercise = await RunningAsync(work, token);
        // Half a lease is soon enough, and a wait looks often.
        if (exercise.AliveUntil < work.Now + (options.Value.RunnerLease / 2)) exercise.Renew(work.Now + options.Value.RunnerLease);
    }, ct);

    public Task PressedAsync(ExerciseCitizen citizen, CancellationToken ct) => KeepAsync(citizen, c => c.AskedAt = clock.GetUtcNow(), ct);

    public Task PromisedAsync(ExerciseCitizen citizen, string receipt, string? door, long took, CancellationToken ct) =>
        KeepAsync(citizen, c => (c.Receipt, c.Door, c.ReceiptMilliseconds) = (receipt, door, took), ct);

    public Task AtADeskAsync(ExerciseCitizen citizen, long after, CancellationToken ct) => KeepAsync(citizen, c => c.DeskMilliseconds = after, ct);

    /// <summary>Whoever closed it may have begun the next one, and two would play at once.</summary>
    private async Task<Exercise> RunningAsync(Work work, CancellationToken ct) =>
        await work.Db.Exercises.SingleAsync(e => e.Id == id, ct) is { EndedAt: null } running ? running : throw new ExerciseClosedException();

    private async Task KeepAsync(ExerciseCitizen citizen, Action<ExerciseCitizen> change, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) => change(await work.Db.ExerciseCitizens.SingleAsync(c => c.ConversationId == citizen.ConversationId, token)), ct);
        change(citizen);
    }
}

/// <summary>A person took the runner for dead and closed the exercise: it plays nothing more.</summary>
internal sealed class ExerciseClosedException() : Exception("The exercise was closed while its runner was silent");
