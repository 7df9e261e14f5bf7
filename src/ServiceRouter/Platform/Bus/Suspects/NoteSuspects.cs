using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>At the start of a node: what its former life was handling when it ended is noted for all nodes, each of which may get it next.</summary>
internal sealed class NoteSuspects(InHand inHand, InHandInTime inTime, FoundAtStart atStart, Transactions transactions, SchemaSeen schema, TimeProvider clock, ILogger<NoteSuspects> log) : BackgroundService
{
    private IReadOnlyList<Guid> found = [];
    // One for all tries: a row that has it is of a try whose commit was not answered, and one end is not to be counted as two.
    private DateTimeOffset? notedAt;

    // Before the bus and the journal start, and with them the first message.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        found = await inTime.OpenAsync();
        atStart.Found(found);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (found.Count == 0) return;
        await schema.WaitAsync(stoppingToken);
        var isNoted = await IsNotedAsync(stoppingToken);
        // Also when they cannot be: nobody waits for that for ever.
        atStart.Counted();
        if (!isNoted) return;
        inHand.Forget();
        log.LogWarning("This node ended with messages in hand, and they may be what ended it: {MessageIds}", string.Join(", ", found));
    }

    private async Task<bool> IsNotedAsync(CancellationToken ct)
    {
        try
        {
            return await WhileAway.RepeatAsync(end => transactions.RunAsync(NoteAsync, end), clock, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // They are found again at the next start.
            log.LogWarning("Messages that this node ended with could not be noted ({Failure}): {MessageIds}", e.GetType().Name, string.Join(", ", found));
            return false;
        }
    }

    private async Task<bool> NoteAsync(Work work, CancellationToken ct)
    {
        var at = notedAt ??= work.Now;
        var known = await work.Db.SuspectMessages.Where(m => found.Contains(m.MessageId)).ToDictionaryAsync(m => m.MessageId, ct);
        foreach (var id in found)
        {
            if (!known.TryGetValue(id, out var suspect)) work.Db.SuspectMessages.Add(suspect = new SuspectMessage { MessageId = id });
            else if (suspect.LastAt == at) continue;
            suspect.Ends++;
            suspect.LastAt = at;
        }
        return true;
    }
}
