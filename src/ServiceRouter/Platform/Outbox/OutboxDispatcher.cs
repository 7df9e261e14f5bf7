using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Outbox;

/// <summary>A message on its way out.</summary>
internal sealed record Outgoing(Guid Key, object Message);

/// <summary>A message with its committed row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Message">Null when the row was read back: it is made from the row when it is sent.</param>
internal sealed record Committed(OutboxMessage Row, object? Message);

/// <summary>
/// Sends what units of work committed, at once and in the order of each key, and removes the row after the broker's confirm.
/// A row that cannot be sent waits for the sweeper and holds back only its own key; after its tries it goes to a desk (docs/adr/0012). A process that dies between confirm and removal
/// makes a repetition, which consumers drop.
/// </summary>
internal sealed class OutboxDispatcher(
    IDbContextFactory<RouterDbContext> contexts, IOutboxSender sender, NodeName node, OutboxTable table, ParkUnsendable park, TimeProvider clock, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenKnocks = TimeSpan.FromSeconds(5);
    // Rows that were sent are removed together, and not while what they tell of is being done. Far below the claim after which another node would take them.
    private static readonly TimeSpan Gathered = TimeSpan.FromMilliseconds(50);
    // At the end of the process: what it does not remove then, another node sends once more.
    private static readonly TimeSpan LastRemoval = TimeSpan.FromSeconds(2);

    private readonly OutboxLanes lanes = new();
    private readonly KnockPace knocking = new(clock);
    private readonly Channel<long> sent = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    // Raised while the broker does not answer: then one row in a while knocks, instead of every row waiting out its time limit.
    private volatile bool brokerAway;
    private long knockedAt;
    private long confirmed;

    /// <summary>Adds the rows to the unit of work, claimed by this node.</summary>
    public IReadOnlyList<Committed> Write(Work work)
    {
        if (work.Outgoing.Count == 0) return [];
        var rows = new List<Committed>(work.Outgoing.Count);
        foreach (var (key, message) in work.Outgoing)
        {
            var row = new OutboxMessage
            {
                Id = MassTransit.NewId.NextGuid(),
                Key = key,
                Type = message.GetType().FullName!,
                Body = JsonSerializer.Serialize(message, message.GetType()),
                WrittenAt = work.Now,
                ClaimedBy = node.Value,
                ClaimedUntil = work.Now + OutboxTable.FirstClaim,
            };
            work.Db.Outbox.Add(row);
            rows.Add(new Committed(row, message));
        }
        return rows;
    }

    /// <summary>Sends committed rows. Returns at once.</summary>
    public void Take(IReadOnlyList<Committed> rows)
    {
        foreach (var row in rows)
            if (lanes.Enter(row, brokerAway && !MayKnock())) _ = RunLaneAsync(row);
    }

    // One of our own in a while: where other nodes sweep all that this one has written, no sweep of ours would ever see that the broker is back.
    private bool MayKnock()
    {
        var (before, now) = (Interlocked.Read(ref knockedAt), clock.GetTimestamp());
        return clock.GetElapsedTime(before, now) >= BetweenKnocks && Interlocked.CompareExchange(ref knockedAt, now, before) == before;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(RemoveSentAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task RunLaneAsync(Committed next)
    {
        var key = next.Row.Key;
        while (await SendAsync(next, CancellationToken.None))
        {
            if (!lanes.TryNext(key, out var after)) return;
            next = after;
        }
        lanes.Hold(key);
    }

    private async Task<bool> SendAsync(Committed outgoing, CancellationToken ct)
    {
        var (row, before) = (outgoing.Row, Interlocked.Read(ref confirmed));
        try
        {
            park.CheckSize(row);
            await sender.SendAsync(row.Id, outgoing.Message ?? OutboxTable.Read(row), ct);
            Interlocked.Increment(ref confirmed);
            sent.Writer.TryWrite(row.Sequence);
            Measures.MessagesSent.Add(1);
            Measures.OutboxAge.Record((clock.GetUtcNow() - row.WrittenAt).TotalSeconds);
            brokerAway = false;
            return true;
        }
        catch (Exception e)
        {
            Measures.MessagesFailed.Add(1);
            // A broker that confirmed others meanwhile is not away: then it is this row that it does not answer.
            var away = e is BrokerAwayException && Interlocked.Read(ref confirmed) == before;
            if (away)
            {
                Interlocked.Exchange(ref knockedAt, clock.GetTimestamp());
                brokerAway = true;
            }
            log.LogWarning("Message {MessageId} of type {Type} was not sent ({Failure}); its row stays for the sweeper", row.Id, row.Type, e.GetType().Name);
            await NoteFailureAsync(row, e, away, ct);
            return false;
        }
    }

    private async Task NoteFailureAsync(OutboxMessage row, Exception failure, bool away, CancellationToken ct)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (!away && park.IsLastTry(row, failure))
            {
                await park.RunAsync(row, failure, ct);
                await table.RemoveAsync(db, [row.Sequence], ct);
                return;
            }
            await table.NoteFailureAsync(db, row, failure, away, clock.GetUtcNow(), ct);
        }
        catch (Exception e)
        {
            // The claim runs out by itself.
            log.LogWarning("The failure of message {MessageId} could not be noted ({Failure})", row.Id, e.GetType().Name);
        }
    }

    private async Task RemoveSentAsync(CancellationToken ct)
    {
        var batch = new List<long>();
        try
        {
            // What could not be removed is tried again also when nothing more is sent.
            while (batch.Count > 0 || await sent.Reader.WaitToReadAsync(ct))
            {
                // Of the machine and not of the service: nothing is due then.
                await Task.Delay(Gathered, TimeProvider.System, ct);
                Gather(batch);
                try
                {
                    await RemoveAsync(batch, ct);
                    batch.Clear();
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    log.LogWarning("{Count} sent rows could not be removed yet ({Failure})", batch.Count, e.GetType().Name);
                    await Task.Delay(OutboxTable.Interval, clock, ct);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await RemoveLastAsync(batch);
        }
    }

    private void Gather(List<long> batch)
    {
        while (batch.Count < 500 && sent.Reader.TryRead(out var sequence)) batch.Add(sequence);
    }

    private async Task RemoveAsync(IReadOnlyList<long> batch, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await table.RemoveAsync(db, batch, ct);
    }

    private async Task RemoveLastAsync(List<long> batch)
    {
        Gather(batch);
        if (batch.Count == 0) return;
        try
        {
            await TimeLimit.RunAsync(end => RemoveAsync(batch, end), LastRemoval, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("{Count} sent rows are left ({Failure}); another node sends them once more", batch.Count, e.GetType().Name);
        }
    }

    private Task SweepAsync(CancellationToken ct) =>
        AtIntervals.RepeatAsync(OutboxTable.Interval, clock, SweepOnceAsync, failure => log.LogWarning("The outbox could not be swept ({Failure})", failure), ct);

    /// <summary>Claims rows whose claim ran out and sends them; while the broker is away, a few only, to see whether it is back.</summary>
    internal async Task SweepOnceAsync(CancellationToken ct)
    {
        if (brokerAway && !knocking.IsDue) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = brokerAway
            ? await knocking.SearchAsync(() => table.ClaimToKnockAsync(db, node, clock.GetUtcNow(), ct))
            : await table.ClaimAsync(db, node, OutboxTable.BatchSize, clock.GetUtcNow(), ct);
        if (rows.Count == 0)
        {
            if (!brokerAway && lanes.Held() is { Count: > 0 } held) lanes.Release(held, await OutboxTable.LeftAsync(db, held.Keys, ct));
            return;
        }
        await Task.WhenAll(rows.GroupBy(r => r.Key).Select(async lane =>
        {
            foreach (var row in lane)
                if (!await SendAsync(new Committed(row, null), ct)) return;
        }));
    }
}
