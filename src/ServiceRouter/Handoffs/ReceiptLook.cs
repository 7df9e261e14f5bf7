using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Handoffs;

/// <summary>
/// This node knows the receipts that were given lately, whichever node gave them. One that has another key than the others works like them until the database is away:
/// then it denies their receipts, and they its own. What all have given stands in the rows, so that nobody need tell anybody a key (docs/adr/0095).
/// </summary>
internal sealed class ReceiptLook(Transactions transactions, ReceiptSeal seal, TimeProvider clock, ILogger<ReceiptLook> log) : IPartLook
{
    /// <summary>Older ones may be of a key that is no more needed.</summary>
    internal static readonly TimeSpan Newest = TimeSpan.FromHours(1);

    private const int MostRead = 100;
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private (PartState State, string Words) known = (PartState.Works, "those given lately are known here");
    private DateTimeOffset readAt;
    private bool isKeyTold;
    private Task reading = Task.CompletedTask;

    public Part Part => Part.Receipts;

    /// <summary>What the last reading said: a database that is silent says nothing of keys, and must not hold this up.</summary>
    public Task<(PartState State, string Words)> LookAsync(CancellationToken ct)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (reading.IsCompleted && now - readAt >= BetweenReadings)
            {
                readAt = now;
                reading = Task.Run(() => TryReadAsync(now), CancellationToken.None);
            }
            return Task.FromResult(known);
        }
    }

    private async Task TryReadAsync(DateTimeOffset now)
    {
        try
        {
            await ReadAsync(now, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whether the database is there is told by its own part.
            log.LogDebug("The receipts given lately could not be read ({Failure})", e.GetType().Name);
        }
    }

    internal async Task ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var since = now - Newest;
        var given = await db.Handoffs.Where(h => h.AskedAt >= since && h.AskedAt <= now).OrderByDescending(h => h.AskedAt).Select(h => h.Receipt).Take(MostRead).ToListAsync(ct);
        var foreign = given.Count(receipt => !seal.IsOurs(receipt));
        lock (gate)
        {
            var was = known.State;
            known = foreign == 0 ? (PartState.Works, "those given lately are known here") : (PartState.Impaired, "some given lately are of no key of this node");
            if (!isKeyTold) log.LogInformation("Receipts are sealed with the key {Key}, and known by {Keys}: each node must know the first of every other", seal.Fingerprint, string.Join(", ", seal.Fingerprints));
            isKeyTold = true;
            if (foreign > 0 && was == PartState.Works)
                log.LogError(
                    "{Foreign} of the {Given} receipts of the last hour are of no key of this node ({Keys}): another node has another Receipts:Key, and the one denies what the other gave when the database is away",
                    foreign, given.Count, string.Join(", ", seal.Fingerprints));
        }
    }
}
