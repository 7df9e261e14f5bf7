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
/// what is damaged, whose bytes stay on the disk.
/// </summary>
internal sealed class ReplayJournal(
    AskJournal journal, TakeAsked database, BrokerDoor broker, UnderWay underWay, DoorStates states,
    IDeadLetterBox deadLetters, IOptions<DoorsOptions> options, TimeProvider clock, ILogger<ReplayJournal> log) : BackgroundService
{
    // A server that hangs must not stop the attempts for ever.
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    private readonly Queue<byte[]> damaged = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var asked in journal.Open()) underWay.Add(asked);
                foreach (var part in journal.TakeDamaged()) damaged.Enqueue(part);
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The journal could not be replayed ({Failure}); it stays and is tried again", e.GetType().Name);
            }
            await Task.Delay(options.Value.LookAgainInterval, clock, stoppingToken);
        }
    }

    /// <summary>One pass over what waits.</summary>
    internal async Task RunOnceAsync(CancellationToken ct)
    {
        var isAway = false;
        foreach (var (entry, asked) in journal.Waiting)
        {
            if (asked is null)
            {
                if (isAway || !await GiveUpAsync(entry, "unreadable", ct)) return;
                continue;
            }
            isAway = isAway || !await TakeAsync(entry, asked, ct);
            if (isAway && !await TellBrokerAsync(entry, asked, ct)) return;
        }
        while (damaged.TryPeek(out var part))
        {
            if (isAway || !await KeepAsync(part, "damaged", ct)) return;
            damaged.Dequeue();
        }
    }

    /// <summary>The record leaves the journal once people can see it.</summary>
    /// <returns>False when the database is away.</returns>
    private async Task<bool> GiveUpAsync(JournalEntry entry, string why, CancellationToken ct)
    {
        if (!await KeepAsync(entry.Payload, why, ct)) return false;
        log.LogError("A record of the journal {File} was not taken as it is ({Why}); it is shown at the desks", Path.GetFileName(entry.Segment.Path), why);
        journal.Taken(entry);
        return true;
    }

    private async Task<bool> KeepAsync(byte[] bytes, string why, CancellationToken ct)
    {
        var failed = ReadFailedMessage.Of(FailedBy.Journal, "journal", bytes, idOfTransport: null, why, clock.GetUtcNow());
        try
        {
            await deadLetters.KeepAsync(failed, ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("A record of the journal is not kept yet ({Failure}); it stays and is tried again", e.GetType().Name);
            return false;
        }
    }

    /// <returns>False when the database is away.</returns>
    private async Task<bool> TakeAsync(JournalEntry entry, HandoffAsked asked, CancellationToken ct)
    {
        try
        {
            await TimeLimit.RunAsync(end => database.RunAsync(asked, receiptIsOut: true, end), AttemptLimit, ct);
            states.Opened(Door.Database);
            journal.Taken(entry);
            underWay.Remove(asked.Receipt);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!StorageFailure.IsAway(e)) return await GiveUpAsync(entry, e.GetType().FullName ?? e.GetType().Name, ct);
            states.Shut(Door.Database);
            return false;
        }
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
            journal.HasBroker(entry);
            return true;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            states.Shut(Door.Broker);
            return false;
        }
    }
}
