using System.Collections.Concurrent;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Channels.Doors;

/// <summary>A request that is durable and that the database does not know yet.</summary>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="AskedAt">When it was asked (UTC); null when another node knows.</param>
/// <param name="CallBackAt">When a call-back is wanted; null also when another node knows.</param>
public sealed record RequestUnderWay(string Receipt, DateTimeOffset? AskedAt, DateTimeOffset? CallBackAt)
{
    /// <summary>Known by its seal alone.</summary>
    public static RequestUnderWay Elsewhere(string receipt) => new(ReceiptCode.Print(ReceiptCode.Parse(receipt)!), null, null);
}

/// <summary>The requests that this node knows to be under way, so that their citizens get a true answer before the database has them.</summary>
public sealed class UnderWay
{
    // About 200 bytes each; beyond, the oldest are answered like a receipt of another node.
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, RequestUnderWay> requests = new();
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Null when this node knows of none with that receipt.</summary>
    public RequestUnderWay? Find(string? receipt) => ReceiptCode.Parse(receipt) is { } code ? requests.GetValueOrDefault(code) : null;

    internal void Add(HandoffAsked asked)
    {
        if (!requests.TryAdd(asked.Receipt, new RequestUnderWay(ReceiptCode.Print(asked.Receipt), asked.AskedAt, asked.CallBackAt))) return;
        order.Enqueue(asked.Receipt);
        while (order.Count > Most && order.TryDequeue(out var oldest)) requests.TryRemove(oldest, out _);
    }

    /// <summary>The database has it.</summary>
    internal void Remove(string receipt) => requests.TryRemove(receipt, out _);
}
