using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Time;

/// <summary>
/// The clock of every node that shares a database: the database's, read now and then. Nodes compare each other's dates (leases, offers,
/// claims), so one clock must decide, and no node's own is it: a node whose clock is an hour ahead would end every lease (docs/adr/0019).
/// While the database is away it goes on by the machine's counter. Before the first reading it is the machine's clock.
/// </summary>
/// <param name="machine">Counter and timers.</param>
internal sealed class DatabaseClock(TimeProvider machine) : TimeProvider
{
    // A wall clock is put right by that without a word.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private volatile ClockReading? reading;
    private DateTimeOffset wallAtReading;
    private TimeSpan counterAtReading;

    /// <summary>Told by how much the service's time is about to be set, before anybody can read it.</summary>
    public Action<TimeSpan>? Sets { get; set; }

    /// <summary>How far the service's time may be from the database's now; null before the first reading.</summary>
    public TimeSpan? Doubt => reading?.DoubtAt(Counter);

    /// <summary>
    /// The service's time may be behind by more than <see cref="Doubt"/>: nothing was read yet, or the machine's wall clock has gone on by more than its counter, which sleeps with the machine.
    /// </summary>
    public bool MayBeBehind
    {
        get
        {
            lock (gate) return reading is null || machine.GetUtcNow() - wallAtReading - (Counter - counterAtReading) > Unnoticed;
        }
    }

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    private TimeSpan Counter => machine.GetElapsedTime(0, machine.GetTimestamp());

    public override DateTimeOffset GetUtcNow() => reading is { } held ? held.TimeAt(Counter) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Looks at the database's clock.</summary>
    /// <returns>By how much the service's time contradicts it and was set: zero when it agrees.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is away: the clock goes on by itself.</exception>
    public async Task<TimeSpan> ReadAsync(IDbContextFactory<RouterDbContext> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // The way to a new connection is no part of the question.
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var question = db.Database.GetDbConnection().CreateCommand();
            question.CommandText = "select clock_timestamp()";
            var asked = Counter;
            var said = (DateTime)(await FinishStatements.RunAsync(question, question.ExecuteScalarAsync, ct))!;
            return Take(ClockReading.Between(asked, new DateTimeOffset(said, TimeSpan.Zero), Counter));
        }
        finally
        {
            // Its context counts: opened and not closed, it would keep a connection for as long as the next one has it.
            await db.Database.CloseConnectionAsync();
        }
    }

    internal TimeSpan Take(ClockReading newer)
    {
        lock (gate)
        {
            var held = reading;
            var set = held is not null && held.Contradicts(newer) ? newer.At - held.TimeAt(newer.Stamp) : TimeSpan.Zero;
            if (set != TimeSpan.Zero) Sets?.Invoke(set);
            (wallAtReading, counterAtReading) = (machine.GetUtcNow(), Counter);
            reading = ClockReading.Choose(held, newer);
            return set;
        }
    }
}
