using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Journals;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Takes what waits in the journal through the first of the other two doors that opens, in the order of the asking, at start and whenever
/// they open again. A record that fails by its own fault stays, is reported once, and holds back no other.
/// </summary>
internal sealed class ReplayJournal(
    AskJournal journal, TakeAsked database, BrokerDoor broker, UnderWay underWay, DoorStates states,
    IOptions<DoorsOptions> options, TimeProvider clock, ILogger<ReplayJournal> log) : BackgroundService
{
    // A server that hangs must not stop the attempts for ever.
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    private readonly HashSet<JournalEntry> reported = new(ReferenceEqualityComparer.Instance);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var asked in journal.Open()) underWay.Add(asked);
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
        foreach (var (entry, asked) in journal.Waiting)
        {
            if (asked is null) Report(entry, "it cannot be read by this version");
            else if (!await TakeAsync(entry, asked, ct)) return;
        }
    }

    /// <returns>False when no door opens: the ones behind it need not be tried.</returns>
    private async Task<bool> TakeAsync(JournalEntry entry, HandoffAsked asked, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AttemptLimit);
        try
        {
            await Task.Run(() => database.RunAsync(asked, receiptIsOut: true, limit.Token), ct).WaitAsync(AttemptLimit, ct);
            states.Opened(Door.Database);
            journal.Taken(entry);
            underWay.Remove(asked.Receipt);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (!StorageFailure.IsAway(e) && !limit.IsCancellationRequested)
            {
                Report(entry, e.GetType().Name);
                return true;
            }
            states.Shut(Door.Database);
        }
        if (!broker.Exists) return false;
        try
        {
            await broker.SendAsync(asked, ct).WaitAsync(AttemptLimit, ct);
            states.Opened(Door.Broker);
            journal.Taken(entry);
            return true;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            states.Shut(Door.Broker);
            return false;
        }
    }

    private void Report(JournalEntry entry, string why)
    {
        if (reported.Add(entry)) log.LogError("A record of the journal {File} was not taken: {Why}. It stays there and is tried again", Path.GetFileName(entry.Segment.Path), why);
    }
}
