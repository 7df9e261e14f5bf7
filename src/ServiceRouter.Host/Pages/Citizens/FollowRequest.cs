using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Reads where a request stands.</summary>
public sealed class FollowRequest(FollowHandoff follow, ReadTranscript transcript, FindQueuePlace place, UnderWay underWay, ReceiptSeal seal, InTime inTime, TimeProvider clock)
{
    /// <summary>Null when there is no such receipt.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time.</exception>
    public async Task<(HandoffView Handoff, RequestStatus Status)?> RunAsync(string? receipt, CancellationToken ct)
    {
        if (await inTime.RunAsync(end => ReadAsync(receipt, end), ct) is not { } found) return null;
        return found;
    }

    private async Task<(HandoffView Handoff, RequestStatus Status)?> ReadAsync(string? receipt, CancellationToken ct)
    {
        if (await follow.RunAsync(receipt, ct) is not { } handoff) return null;
        var queue = handoff.State is HandoffState.Waiting or HandoffState.Offered ? await place.RunAsync(handoff.Id, clock.GetUtcNow(), ct) : null;
        return (handoff, RequestStatus.Of(handoff, queue));
    }

    /// <summary>All that was said.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time.</exception>
    public async Task<IReadOnlyList<ShownActivity>> WordsAsync(Guid conversationId, CancellationToken ct) =>
        [.. (await inTime.RunAsync(end => transcript.AfterAsync(conversationId, 0, end), ct)).Select(ShownActivity.Of)];

    /// <inheritdoc cref="InTime.RunAsync{T}"/>
    public Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken ct) => inTime.RunAsync(act, ct);

    /// <summary>What can be said of a receipt while the database may be away.</summary>
    public async Task<Followed> TryAsync(string? receipt, CancellationToken ct)
    {
        try
        {
            if (await RunAsync(receipt, ct) is { } found) return new Followed.Known(found.Handoff, found.Status);
            return OnItsWay(receipt) ?? (Followed)new Followed.Unknown();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            if (underWay.Find(receipt) is { } request) return new Followed.OnItsWay(request);
            return ReceiptCode.Parse(receipt) is { } code ? new Followed.CannotLook(ReceiptCode.Print(code), seal.IsOurs(code)) : new Followed.Unknown();
        }
    }

    /// <summary>
    /// No row, and yet ours: another node has it in its journal, or the broker has it. A receipt is made before it is durable, but shown only after.
    /// </summary>
    private Followed.OnItsWay? OnItsWay(string? receipt) =>
        underWay.Find(receipt) is { } known ? new Followed.OnItsWay(known)
        : seal.IsOurs(receipt) ? new Followed.OnItsWay(RequestUnderWay.Elsewhere(receipt!))
        : null;
}

/// <summary>What can be said of a receipt.</summary>
public abstract record Followed
{
    /// <summary>The database has it.</summary>
    public sealed record Known(HandoffView Handoff, RequestStatus Status) : Followed;

    /// <summary>It came through the second or third door, and is not in the database yet.</summary>
    public sealed record OnItsWay(RequestUnderWay Request) : Followed;

    /// <summary>The database does not answer, and this node knows nothing more: whoever holds a receipt has a durable request.</summary>
    /// <param name="Receipt">Printed receipt.</param>
    /// <param name="IsOurs">It proves that it is one; those of former versions cannot.</param>
    public sealed record CannotLook(string Receipt, bool IsOurs) : Followed;

    /// <summary>Neither the database nor this node has it, and it is not ours.</summary>
    public sealed record Unknown : Followed;
}
