using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// One unit of work: rows, outgoing messages and hints to live screens that become true together.
/// The body of a unit may run several times (it is repeated when another writer was first), so its only effects go through here.
/// </summary>
public sealed class Work
{
    // Apart from other locks in the same database.
    private const int NamesHeld = 0x5352;

    private readonly Dictionary<Type, object> parts = [];
    private readonly List<Func<CancellationToken, Task>> beforeCommit = [];
    private readonly List<Action> afterCommit = [];

    private readonly Func<DateTimeOffset> clock;

    internal Work(RouterDbContext db, Func<DateTimeOffset> clock) => (Db, this.clock, Now) = (db, clock, clock());

    public RouterDbContext Db { get; }

    /// <summary>One instant for the whole unit, in whole microseconds (what PostgreSQL keeps).</summary>
    public DateTimeOffset Now { get; }

    /// <summary>
    /// The instant by now, for the date on which somebody's time is over: a unit that reads for long (a node that has just started compiles what it
    /// reads by) must not take that from them.
    /// </summary>
    public DateTimeOffset ByNow => clock();

    internal List<Outgoing> Outgoing { get; } = [];

    internal List<(string Stream, LiveItem Item)> Announcements { get; } = [];

    /// <summary>Sends a message once this unit is committed. Messages of one key keep their order.</summary>
    public void Publish(Guid key, object message) => Outgoing.Add(new Outgoing(key, message));

    /// <summary>Wakes the screens that follow the stream, here and on other nodes, once this unit is committed.</summary>
    public void Announce(string stream, LiveItem item) => Announcements.Add((stream, item));

    /// <summary>State that a capability keeps for the length of this unit.</summary>
    internal TPart Part<TPart>(Func<TPart> make)
        where TPart : class
    {
        if (parts.TryGetValue(typeof(TPart), out var part)) return (TPart)part;
        var made = make();
        parts[typeof(TPart)] = made;
        return made;
    }

    /// <summary>The same; null where nothing in this unit has made one.</summary>
    internal TPart? PartIfMade<TPart>()
        where TPart : class => parts.TryGetValue(typeof(TPart), out var part) ? (TPart)part : null;

    /// <summary>What may only be counted once, and only when it is true.</summary>
    internal void AfterCommit(Action step) => afterCommit.Add(step);

    internal void BeforeCommit(Func<CancellationToken, Task> step) => beforeCommit.Add(step);

    /// <summary>
    /// Waits until no other unit holds one of these names, and holds them until this unit is committed or given up: for what two units would otherwise
    /// both number or give away, and one of them do all again (docs/adr/0044). Before the unit writes: nobody may wait for a name while others wait for its rows.
    /// </summary>
    internal async Task HoldAsync(IEnumerable<string> names, CancellationToken ct)
    {
        // With SQLite one unit writes at a time.
        if (!Db.Database.IsNpgsql()) return;
        await BeginAsync(ct);
        // In one order for all, so that nobody waits in a circle.
        var inOrder = names.Order(StringComparer.Ordinal).ToArray();
        await Db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({NamesHeld}, hashtext(name)) from unnest({inOrder}) as name", ct);
    }

    /// <summary>
    /// From here on this unit waits no longer than this for a row or a name that another holds, and then fails (<see cref="StorageFailure.IsHeld"/>): for work that
    /// has other work behind it. Otherwise the time limit of the driver ends the wait, which cannot be told from a database that is away.
    /// </summary>
    internal async Task WaitForOthersAsync(TimeSpan atMost, CancellationToken ct)
    {
        if (!Db.Database.IsNpgsql()) return;
        await BeginAsync(ct);
        var milliseconds = atMost.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        await Db.Database.ExecuteSqlAsync($"select set_config('lock_timeout', {milliseconds}, true)", ct);
    }

    /// <summary>
    /// Makes the commit of a unit that writes nothing wait for the standby like any other, and with it for all that was committed before: a unit that only finds something there must
    /// not call it kept while a failover would lose it (docs/adr/0103).
    /// </summary>
    internal async Task WaitForStandbyAsync(CancellationToken ct)
    {
        if (!Db.Database.IsNpgsql()) return;
        await BeginAsync(ct);
        await Db.Database.ExecuteSqlRawAsync("select pg_logical_emit_message(true, 'servicerouter', '')", ct);
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        if (Db.Database.CurrentTransaction is not null) return;
        await Db.Database.BeginTransactionAsync(ct);
        // Nothing goes on after a failed save: no way back to before it is wanted.
        Db.Database.AutoSavepointsEnabled = false;
    }

    internal async Task PrepareAsync(CancellationToken ct)
    {
        foreach (var step in beforeCommit) await step(ct);
    }

    internal void Committed()
    {
        foreach (var step in afterCommit) step();
    }
}
