using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Exercises.Drills;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Exercises;

/// <summary>Runs an exercise that was begun, in this process and on the living system, and writes its account.</summary>
public sealed class RunExercise
{
    // A process that ends has some seconds.
    private static readonly TimeSpan LongestLastWords = TimeSpan.FromSeconds(5);

    private readonly Transactions transactions;
    private readonly DeskActs desk;
    private readonly ICitizenWindow window;
    private readonly IExerciseNodes nodes;
    private readonly BrokerDoor broker;
    private readonly IOptions<ExercisesOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<RunExercise> log;

    internal RunExercise(
        Transactions transactions, DeskActs desk, ICitizenWindow window, IExerciseNodes nodes, BrokerDoor broker, IOptions<ExercisesOptions> options, TimeProvider clock, ILogger<RunExercise> log) =>
        (this.transactions, this.desk, this.window, this.nodes, this.broker, this.options, this.clock, this.log) = (transactions, desk, window, nodes, broker, options, clock, log);

    /// <param name="id">From <see cref="BeginExercise"/>.</param>
    /// <param name="tell">Hears each line as it is written.</param>
    /// <param name="ct">Breaks it off: it then waits for a person to close it.</param>
    public async Task RunAsync(Guid id, Action<string> tell, CancellationToken ct)
    {
        var kind = await WhileAway.RepeatAsync(end => KindAsync(id, end), clock, ct);
        log.LogWarning("Exercise {Exercise} {Kind} begins; warnings about its own requests are part of it", id, kind);
        var book = new ExerciseBook(id, transactions, clock, options, tell);
        try
        {
            var whole = await RunDrillsAsync(kind, book, ct) & await NothingFailedForGoodAsync(kind, book, ct);
            await WhileAway.RepeatAsync(end => EndAsync(id, whole, end), clock, ct);
        }
        // Whatever was met first: a node that was to come up says in its own way that it was not to come up any more.
        catch (Exception e) when (ct.IsCancellationRequested)
        {
            await SayThatItBrokeOffAsync(kind, book);
            throw new OperationCanceledException($"Exercise {id} was told to end", e, ct);
        }
        log.LogWarning("Exercise {Exercise} has ended", id);
    }

    private async Task<ExerciseKind> KindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Exercises.Where(e => e.Id == id).Select(e => e.Kind).SingleAsync(ct);
    }

    private Task<bool> EndAsync(Guid id, bool whole, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var account = await ExerciseAccount.OfAsync(work.Db, id, token);
        var exercise = await work.Db.Exercises.SingleAsync(e => e.Id == id, token);
        // Somebody took this runner for dead and closed the exercise: that stays.
        if (exercise.EndedAt is null) exercise.End(work.Now, whole && account.Agrees ? ExerciseOutcome.Kept : ExerciseOutcome.NotKept, account);
        return true;
    }, ct);

    /// <summary>Whoever started it would wait for its lease to end, and read only that it was interrupted.</summary>
    private async Task SayThatItBrokeOffAsync(ExerciseKind kind, ExerciseBook book)
    {
        try
        {
            await TimeLimit.RunAsync(end => book.BreakOffAsync(kind, end), LongestLastWords, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("Exercise {Exercise} broke off and could not say so ({Failure})", book.Id, e.GetType().Name);
        }
    }

    /// <summary>A message of it that failed for good is at no desk of citizens (docs/adr/0119): here it is named.</summary>
    /// <returns>False when there is one.</returns>
    private async Task<bool> NothingFailedForGoodAsync(ExerciseKind kind, ExerciseBook book, CancellationToken ct)
    {
        var failed = await WhileAway.RepeatAsync(end => FailedForGoodAsync(book.Id, end), clock, ct);
        try
        {
            foreach (var message in failed) await book.WriteAsync(kind, "Exercice", $"a un message en échec définitif : {message.What}", ct);
        }
        catch (ExerciseClosedException)
        {
            // Nothing is written down in one that is over.
        }
        return failed.Count == 0;
    }

    private async Task<IReadOnlyList<PlayedMessageFailed>> FailedForGoodAsync(Guid id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await ReadExercises.FailedForGoodAsync(db, id, ct);
    }

    /// <returns>False when a drill could not be brought to its end, or somebody in it was not served.</returns>
    private async Task<bool> RunDrillsAsync(ExerciseKind kind, ExerciseBook book, CancellationToken ct)
    {
        IDrill[] drills = [new WithoutModel(), new WithoutBroker(), new WithoutDatabase(broker.Exists), new LostCounsellor(clock), new KilledNode(nodes, new ExerciseRunId(book.Id))];
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
