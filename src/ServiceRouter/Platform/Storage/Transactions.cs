using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// Runs units of work. A unit reads, decides and saves; the save is one transaction at READ COMMITTED, and each changed row is compared
/// by its version, so that of two writers one wins and the other reads again (docs/adr/0003). After the commit, and only then, messages
/// go to the dispatcher and hints to the live screens.
/// </summary>
public sealed class Transactions
{
    // Races on one row are between a handful of people and timers; twelve losses in a row mean a defect, not bad luck.
    private const int MaxAttempts = 12;

    private readonly IDbContextFactory<RouterDbContext> contexts;
    private readonly WriteGate gate;
    private readonly OutboxDispatcher dispatcher;
    private readonly LiveStreams live;
    private readonly NodeParts parts;
    private readonly TimeProvider clock;
    private readonly ILogger<Transactions> log;

    internal Transactions(
        IDbContextFactory<RouterDbContext> contexts, WriteGate gate, OutboxDispatcher dispatcher, LiveStreams live, NodeParts parts, TimeProvider clock, ILogger<Transactions> log) =>
        (this.contexts, this.gate, this.dispatcher, this.live, this.parts, this.clock, this.log) = (contexts, gate, dispatcher, live, parts, clock, log);

    /// <summary>
    /// Raised with the messages of each commit of this node, for whoever can act on them here without the way through the broker.
    /// The messages are sent all the same: others depend on them, and this process may die in between.
    /// </summary>
    internal event Action<IReadOnlyList<Outgoing>>? Committed;

    /// <summary>Raised with each unit that this node has committed. Whoever listens may only note what it holds.</summary>
    internal event Action<Work>? Kept;

    /// <summary>Runs the body and commits. When it returns, everything the body did is durable.</summary>
    /// <exception cref="DbUpdateException">The database refused, or is away: nothing happened.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<Work, CancellationToken, Task<TResult>> body, CancellationToken ct)
    {
        using var place = await gate.EnterAsync(ct);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var work = new Work(db, Now);
                try
                {
                    var result = await body(work, ct);
                    await CommitAsync(work, ct);
                    parts.Succeeded(Part.Database);
                    return result;
                }
                catch (Exception e) when (attempt < MaxAttempts && StorageFailure.IsConflict(e))
                {
                    Measures.WriteConflicts.Add(1);
                }
            }
        }
        catch (Exception e) when (StorageFailure.IsHeld(e))
        {
            // It says nothing of the database, and whoever limited the wait knows what to do.
            throw;
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            parts.Failed(Part.Database, "a unit of work failed");
            throw;
        }
        catch (DbUpdateException e)
        {
            // Without its message and its values: they may be somebody's words.
            var refused = e.InnerException as PostgresException;
            log.LogError(
                "A unit of work was refused by the database ({Failure} {SqlState}, {Table}, {Constraint})",
                (e.InnerException ?? e).GetType().Name, refused?.SqlState, refused?.TableName, refused?.ConstraintName);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{TResult}"/>
    public Task RunAsync(Func<Work, CancellationToken, Task> body, CancellationToken ct) =>
        RunAsync(async (work, token) => { await body(work, token); return true; }, ct);

    /// <summary>
    /// Runs the body to its last statement and takes all of it back: nothing is stored, sent, shown or counted. What it is for: the first time
    /// costs a node most of a second of compiling, which no citizen shall wait for.
    /// </summary>
    internal async Task RehearseAsync(Func<Work, CancellationToken, Task> body, CancellationToken ct)
    {
        using var place = await gate.EnterAsync(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var takenBack = await db.Database.BeginTransactionAsync(ct);
        var work = new Work(db, Now);
        await body(work, ct);
        await work.PrepareAsync(ct);
        dispatcher.Write(work);
        await db.SaveChangesAsync(ct);
        await takenBack.RollbackAsync(CancellationToken.None);
    }

    /// <summary>A context for reading only; nothing read through it is tracked.</summary>
    public async Task<RouterDbContext> ReadAsync(CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    private async Task CommitAsync(Work work, CancellationToken ct)
    {
        await work.PrepareAsync(ct);
        var rows = dispatcher.Write(work);
        // Not cancelled from here on: PostgreSQL ends a cancelled wait for its standby by reporting success, for a commit that a failover would lose. The driver's own time limit cancels all the same.
        using var standby = StandbyWait.Of(work.Db);
        await work.Db.SaveChangesAsync(CancellationToken.None);
        if (work.Db.Database.CurrentTransaction is { } begun) await begun.CommitAsync(CancellationToken.None);
        standby.ThrowIfGivenUp();
        work.Committed();
        Kept?.Invoke(work);
        if (work.Outgoing.Count > 0) Committed?.Invoke(work.Outgoing);
        dispatcher.Take(rows);
        live.Announce(work.Announcements);
    }

    private DateTimeOffset Now() => clock.GetUtcNow().ToMicroseconds();
}
