using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Journals;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Takes what waits in the journal into the database, in the order of the asking, at start and whenever it is back; meanwhile the broker is given it too.
/// A record that fails by its own fault holds back no other and becomes a row that people see, with the request that it promised (docs/adr/0012); so does
/// what is damaged, whose bytes stay on the disk, and what two processes ended with (docs/adr/0114). Nothing here waits for a disk that hangs.
/// </summary>
internal sealed class ReplayJournal(
    AskJournal journal, TakeAsked database, TakingTime time, BrokerDoor broker, UnderWay underWay, DoorStates states,
    SuspectRecords suspects, IDeadLetterBox deadLetters, IOptions<DoorsOptions> options, TimeProvider clock, ILogger<ReplayJournal> log) : BackgroundService
{
    private const string Place = "journal";

    private const int LookedUpTogether = 1000;

    // What consumers take meanwhile is seen by the next look: its citizens are told until then that it is under way.
    private static readonly TimeSpan LookHolds = TimeSpan.FromSeconds(2);

    // A disk that hangs must not stop the attempts for ever.
    private static readonly TimeSpan DiskLimit = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(OpenAsync, "opened", stoppingToken);
            // What waits is taken also when nothing more can be read.
            await TryAsync(RunOnceAsync, "replayed", stoppingToken);
            await Task.Delay(options.Value.LookAgainInterval, clock, stoppingToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> step, string done, CancellationToken ct)
    {
        try
        {
            await step(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The journal could not be {Done} ({Failure}); it stays and is tried again", done, e.GetType().Name);
        }
    }

    private Task OpenAsync(CancellationToken ct) => TimeLimit.RunAsync(
        async _ =>
        {
            foreach (var asked in await journal.OpenAsync()) underWay.Add(asked);
        },
        DiskLimit,
        ct);

    /// <summary>One pass over what waits.</summary>
    internal async Task RunOnceAsync(CancellationToken ct)
    {
        await TellBrokerBeforeAsync(ct);
        var isAway = false;
        foreach (var some in suspects.Last(journal.Waiting, journal.IdOf).Chunk(LookedUpTogether))
        {
            var (rest, look, lookedAt) = (new Queue<JournalEntry>(some), (Look?)null, 0L);
            while (rest.Count > 0)
            {
                if (!isAway && (look is null || clock.GetElapsedTime(lookedAt) > LookHolds))
                {
                    (look, lookedAt) = (await LookAsync(rest, ct), clock.GetTimestamp());
                    isAway = look is null;
                    rest = new Queue<JournalEntry>(rest.Where(waits => !LeaveIfTaken(waits, look)));
                    continue;
                }
                var entry = rest.Dequeue();
                // Nothing more can be done for it now: to read it each time would cost the more, the longer the database is away.
                if (isAway && journal.IsAtBroker(entry)) continue;
                var asked = journal.Read(entry);
                if (!isAway && asked is not null && suspects.MustWait(asked.HandoffId)) continue;
                isAway = isAway || !await TakeOrGiveUpAsync(entry, asked, look!, ct);
                // What cannot be read is no message either.
                if (isAway && asked is not null && !await TellBrokerAsync(entry, asked, ct)) return;
            }
        }
    }

    /// <summary>
    /// Most of a long journal are copies of what the broker took, and consumers have brought it to the database: one look for many of them, instead of a unit of work
    /// for each, behind which whatever is on this disk alone would wait (docs/adr/0077).
    /// </summary>
    /// <returns>Null when the database is away.</returns>
    private async Task<Look?> LookAsync(IEnumerable<JournalEntry> some, CancellationToken ct)
    {
        Guid[] ids = [.. some.Select(journal.IdOf).OfType<Guid>()];
        if (ids.Length == 0) return Look.Nothing;
        try
        {
            return await time.RunPartAsync(async end => new Look(await database.FindTakenAsync(ids, end), await suspects.GuiltyAsync(ids, end)), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!StorageFailure.IsAway(e)) return Look.Nothing;
            states.Shut(Door.Database);
            return null;
        }
    }

    /// <returns>False when the database is away.</returns>
    private Task<bool> TakeOrGiveUpAsync(JournalEntry entry, HandoffAsked? asked, Look look, CancellationToken ct)
    {
        if (asked is null) return GiveUpAsync(entry, entry.IsDamaged ? "damaged" : "unreadable", ct);
        return look.Guilty.TryGetValue(asked.HandoffId, out var ends) ? GiveUpGuiltyAsync(entry, asked, ends, ct) : TakeAsync(entry, asked, ct);
    }

    /// <returns>Whether the database has it.</returns>
    private bool LeaveIfTaken(JournalEntry entry, Look? look)
    {
        if (look is null || journal.IdOf(entry) is not { } id || !look.Taken.Contains(id) || journal.Read(entry) is not { } asked) return false;
        Leave(entry, asked);
        return true;
    }

    private void Leave(JournalEntry entry, HandoffAsked asked)
    {
        journal.Taken(entry);
        underWay.Remove(asked.Receipt);
    }

    /// <returns>False when the database is away.</returns>
    private Task<bool> GiveUpAsync(JournalEntry entry, string why, CancellationToken ct) =>
        ShowAsync(entry, ReadFailedMessage.Of(FailedBy.Journal, Place, entry.Payload, idOfTransport: null, why, clock.GetUtcNow()) with { Type = typeof(HandoffAsked).FullName }, ct);

    /// <summary>Two processes ended with it. The keeping is in hand as well: if that is what ends them, less of it is read the next time.</summary>
    /// <returns>False when the database is away.</returns>
    private async Task<bool> GiveUpGuiltyAsync(JournalEntry entry, HandoffAsked asked, int ends, CancellationToken ct)
    {
        var isThere = false;
        await suspects.WhileInHandAsync(asked.HandoffId, async () => isThere = await ShowAsync(entry, SuspectRecords.Failed(asked, entry.Payload, ends, Place, clock.GetUtcNow()), ct));
        return isThere;
    }

    /// <summary>The record leaves the journal once people can see it.</summary>
    /// <returns>False when the database is away.</returns>
    private async Task<bool> ShowAsync(JournalEntry entry, FailedMessage failed, CancellationToken ct)
    {
        try
        {
            await time.RunPartAsync(async end => { await deadLetters.KeepAsync(failed, end); return true; }, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("A record of the journal is not kept yet ({Failure}); it stays and is tried again", e.GetType().Name);
            // One that cannot even be kept holds back no other.
            return !StorageFailure.IsAway(e);
        }
        log.LogError("A record of the journal {File} was not taken as it is ({Why}); it is shown at the desks", Path.GetFileName(entry.Segment.Path), failed.Technical);
        journal.Taken(entry);
        return true;
    }

    /// <returns>False when the database is away.</returns>
    private async Task<bool> TakeAsync(JournalEntry entry, HandoffAsked asked, CancellationToken ct)
    {
        try
        {
            await suspects.WhileInHandAsync(asked.HandoffId, () => time.RunAsync(end => database.RunAsync(asked, receiptIsOut: true, end), most: null, ct));
            states.Opened(Door.Database);
            Leave(entry, asked);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // To lose every race for a row is no failure of the record: it stays, and the next pass takes it.
            if (StorageFailure.IsOvertaken(e)) return true;
            if (!StorageFailure.IsAway(e)) return await GiveUpAsync(entry, e.GetType().FullName ?? e.GetType().Name, ct);
            states.Shut(Door.Database);
            return false;
        }
    }

    /// <summary>A try of a database that was too slow, or silent, may take minutes by now: what no broker has yet does not wait for that.</summary>
    private async Task TellBrokerBeforeAsync(CancellationToken ct)
    {
        if (!time.HasGrown || !broker.Exists) return;
        foreach (var entry in journal.Waiting.Where(entry => !journal.IsAtBroker(entry)).ToList())
            if (journal.Read(entry) is { } asked && !await TellBrokerAsync(entry, asked, ct)) return;
    }

    /// <summary>While the database is away the broker has it too: this disk may be lost. It stays here all the same, since a broker may be.</summary>
    /// <returns>False when the broker does not take it either: the ones behind it need not be tried.</returns>
    private async Task<bool> TellBrokerAsync(JournalEntry entry, HandoffAsked asked, CancellationToken ct)
    {
        if (!broker.Exists) return false;
        if (journal.IsAtBroker(entry)) return true;
        try
        {
            await broker.SendAsync(asked, ct);
            states.Opened(Door.Broker);
            journal.HasBroker(entry, asked);
            return true;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            states.Shut(Door.Broker);
            return false;
        }
    }

    /// <summary>What the database says of some of them.</summary>
    /// <param name="Taken">It has them.</param>
    /// <param name="Guilty">How many processes ended with those that nobody takes any more.</param>
    private sealed record Look(IReadOnlySet<Guid> Taken, IReadOnlyDictionary<Guid, int> Guilty)
    {
        public static Look Nothing { get; } = new(new HashSet<Guid>(), new Dictionary<Guid, int>());
    }
}
