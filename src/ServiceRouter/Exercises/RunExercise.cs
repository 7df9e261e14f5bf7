using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Exercises.Drills;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>Runs an exercise that was begun, in this process and on the living system, and writes its account.</summary>
public sealed class RunExercise
{
    private readonly Transactions transactions;
    private readonly DeskActs desk;
    private readonly ICitizenWindow window;
    private readonly IExerciseNodes nodes;
    private readonly IOptions<ExercisesOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<RunExercise> log;

    internal RunExercise(
        Transactions transactions, DeskActs desk, ICitizenWindow window, IExerciseNodes nodes, IOptions<ExercisesOptions> options, TimeProvider clock, ILogger<RunExercise> log) =>
        (this.transactions, this.desk, this.window, this.nodes, this.options, this.clock, this.log) = (transactions, desk, window, nodes, options, clock, log);

    /// <param name="id">From <see cref="BeginExercise"/>.</param>
    /// <param name="tell">Hears each line as it is written.</param>
    /// <param name="ct">Breaks it off: it then waits for a person to close it.</param>
    public async Task RunAsync(Guid id, Action<string> tell, CancellationToken ct)
    {
        await using (var db = await transactions.ReadAsync(ct))
        {
            var kind = await db.Exercises.Where(e => e.Id == id).Select(e => e.Kind).SingleAsync(ct);
            log.LogWarning("Exercise {Exercise} {Kind} begins; warnings about its own requests are part of it", id, kind);
            var book = new ExerciseBook(id, transactions, clock, options, tell);
            var whole = await RunDrillsAsync(kind, book, ct);
            await transactions.RunAsync(async (work, token) =>
            {
                var account = await ExerciseAccount.OfAsync(work.Db, id, token);
                var exercise = await work.Db.Exercises.SingleAsync(e => e.Id == id, token);
                // Somebody took this runner for dead and closed the exercise: that stays.
                if (exercise.EndedAt is null) exercise.End(work.Now, whole && account.Agrees ? ExerciseOutcome.Kept : ExerciseOutcome.NotKept, account);
            }, ct);
        }
        log.LogWarning("Exercise {Exercise} has ended", id);
    }

    /// <returns>False when a drill could not be brought to its end, or somebody in it was not served.</returns>
    private async Task<bool> RunDrillsAsync(ExerciseKind kind, ExerciseBook book, CancellationToken ct)
    {
        IDrill[] drills = [new WithoutModel(), new WithoutBroker(), new WithoutDatabase(), new LostCounsellor(clock), new KilledNode(nodes, new ExerciseRunId(book.Id))];
        var (citizens, whole) = (0, true);
        foreach (var drill in drills.Where(d => kind == ExerciseKind.All || d.Kind == kind))
        {
            await using var stage = new ExerciseStage(drill.Kind, book, transactions, desk, window, clock, options.Value.Patience, citizens);
            try
            {
                if (drill.WhyNot is { } why)
                {
                    await stage.NoteAsync($"n'a pas été joué : {why}", ct);
                    // Alone it is all that was asked for.
                    whole &= kind == ExerciseKind.All;
                    continue;
                }
                await drill.RunAsync(stage, ct);
                whole &= !stage.Failed;
            }
            catch (ExerciseClosedException)
            {
                // The others are not played either.
                log.LogWarning("Exercise {Exercise} was closed while its runner was silent: it plays nothing more", book.Id);
                return false;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogError(e, "The drill {Drill} of exercise {Exercise} could not be brought to its end", drill.Kind, book.Id);
                await stage.NoteAsync($"n'a pas pu aller jusqu'au bout ({e.GetType().Name})", ct);
                whole = false;
            }
            citizens += stage.Citizens;
        }
        return whole;
    }
}
