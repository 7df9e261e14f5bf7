using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Channels.Doors;

/// <summary>A request that is durable and that the database does not know yet.</summary>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="AskedAt">When it was asked (UTC); null when another node knows.</param>
/// <param name="CallBackAt">When a call-back is wanted; null also when another node knows.</param>
/// <param name="Territory">On whose clock that is told; null when the citizen did not say, and when another node knows.</param>
public sealed record RequestUnderWay(string Receipt, DateTimeOffset? AskedAt, DateTimeOffset? CallBackAt, string? Territory)
{
    /// <summary>A call is wanted as soon as possible.</summary>
    public bool IsCalledSoon { get; init; }

    /// <summary>Known by its seal alone.</summary>
    public static RequestUnderWay Elsewhere(string receipt) => new(ReceiptCode.Print(ReceiptCode.Parse(receipt)!), null, null, null);
}

/// <summary>The requests that this node knows to be under way, so that their citizens get a true answer before the database has them.</summary>
public sealed class UnderWay
{
    // About 200 bytes each; beyond, the oldest are answered like a receipt of another node.
    private const int Most = 100_000;

    // An outage is seen a few seconds after the first asking that it sends through another door.
    private static readonly TimeSpan SeenWithin = TimeSpan.FromMinutes(1);

    private readonly DoorRest databaseRest;
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> requests = [];
    private readonly LinkedList<Entry> order = new();

    internal UnderWay(DoorRest databaseRest) => this.databaseRest = databaseRest;

    /// <summary>Null when this node knows of none with that receipt.</summary>
    public RequestUnderWay? Find(string? receipt)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return null;
        lock (gate) return requests.GetValueOrDefault(code)?.Value.Request;
    }

    /// <summary>
    /// What this node says of a receipt without a look into the database: while that takes askings too slowly, and this node has the request in hand, its citizens' looks again and
    /// again would make it slower still (docs/adr/0078). The node itself looks each second what has arrived (<see cref="ReplayJournal"/>).
    /// </summary>
    /// <returns>Null when the database shall be asked.</returns>
    public RequestUnderWay? FindWithoutLook(string? receipt)
    {
        if (!databaseRest.IsResting || ReceiptCode.Parse(receipt) is not { } code) return null;
        lock (gate) return requests.GetValueOrDefault(code)?.Value is { IsOutOfSight: false } entry ? entry.Request : null;
    }

    /// <summary>
    /// What this node says of a receipt when the database does not answer. What is out of its sight is under way as long as the same outage lasts: once the database was back, a consumer
    /// may have brought it there, and somebody served it (docs/adr/0127).
    /// </summary>
    /// <param name="receipt">As it came.</param>
    /// <param name="database">How that stands.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Null when this node knows of none with that receipt, or not any more.</returns>
    public RequestUnderWay? FindWhileAway(string? receipt, PartStanding database, DateTimeOffset now)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return null;
        lock (gate)
        {
            if (requests.GetValueOrDefault(code)?.Value is not { } entry) return null;
            var seenBy = entry.Request.AskedAt + SeenWithin;
            return !entry.IsOutOfSight || now <= seenBy || (database.State == PartState.Away && database.Since <= seenBy) ? entry.Request : null;
        }
    }

    /// <summary>Nothing here will learn when the database has it, since the node has no copy of what the broker took: only a look tells.</summary>
    internal void OutOfSight(HandoffAsked asked)
    {
        lock (gate)
        {
            if (requests.TryGetValue(asked.Receipt, out var found)) found.Value = found.Value with { IsOutOfSight = true };
        }
    }

    /// <summary>The database has it, or whoever added it does not have it any more.</summary>
    public void Remove(string? receipt)
    {
        if (ReceiptCode.Parse(receipt) is not { } code) return;
        lock (gate)
        {
            if (requests.Remove(code, out var found)) order.Remove(found);
        }
    }

    /// <returns>False when it was known before.</returns>
    internal bool Add(HandoffAsked asked)
    {
        lock (gate)
        {
            if (requests.ContainsKey(asked.Receipt)) return false;
            requests[asked.Receipt] = order.AddLast(new Entry(asked.Receipt, new RequestUnderWay(ReceiptCode.Print(asked.Receipt), asked.AskedAt, asked.CallBackAt, asked.Territory) { IsCalledSoon = asked.WishesCallSoon() }, IsOutOfSight: false));
            if (order.Count > Most)
            {
                requests.Remove(order.First!.Value.Code);
                order.RemoveFirst();
            }
            return true;
        }
    }

    private sealed record Entry(string Code, RequestUnderWay Request, bool IsOutOfSight);
}
