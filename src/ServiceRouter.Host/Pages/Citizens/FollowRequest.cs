using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Reads where a request stands.</summary>
public sealed class FollowRequest(FollowHandoff follow, ReadTranscript transcript, FindQueuePlace place, UnderWay underWay, NodeParts parts, ReceiptSeal seal, InTime inTime, TimeProvider clock)
{
    /// <summary>Null when there is no such receipt.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time.</exception>
    public async Task<(HandoffView Handoff, RequestStatus Status)?> RunAsync(string? receipt, CancellationToken ct)
    {
        if (await inTime.RunAsync(end => ReadAsync(receipt, withWords: false, end), ct) is not { } found) return null;
        return (found.Handoff, found.Status);
    }

    private async Task<Followed.Known?> ReadAsync(string? receipt, bool withWords, CancellationToken ct)
    {
        if (await follow.RunAsync(receipt, ct) is not { } handoff) return null;
        // Whichever node took it into the database: from now on this one must not say that it is on its way, also while it cannot look.
        underWay.Remove(receipt);
        var queue = handoff.State is HandoffState.Waiting or HandoffState.Offered ? await place.RunAsync(handoff, clock.GetUtcNow(), ct) : null;
        return new Followed.Known(handoff, RequestStatus.Of(handoff, queue), withWords ? await ReadWordsAsync(handoff.ConversationId, ct) : []);
    }

    private async Task<IReadOnlyList<ShownActivity>> ReadWordsAsync(Guid conversationId, CancellationToken ct) =>
        [.. (await transcript.AfterAsync(conversationId, 0, ct)).Select(ShownActivity.Of)];

    /// <summary>All that was said.</summary>
    /// <exception cref="TimeoutException">The database did not answer in time.</exception>
    public Task<IReadOnlyList<ShownActivity>> WordsAsync(Guid conversationId, CancellationToken ct) => inTime.RunAsync(end => ReadWordsAsync(conversationId, end), ct);

    /// <summary>What can be said of a receipt while the database may be away.</summary>
    /// <param name="receipt">As it came.</param>
    /// <param name="withWords">Also all that was said, within the same limit.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Followed> TryAsync(string? receipt, bool withWords, CancellationToken ct)
    {
        if (underWay.FindWithoutLook(receipt) is { } known) return new Followed.OnItsWay(known);
        try
        {
            return (Followed?)await inTime.RunAsync(end => ReadAsync(receipt, withWords, end), ct) ?? (Followed?)OnItsWay(receipt) ?? new Followed.Unknown();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            if (underWay.FindWhileAway(receipt, parts[Part.Database], clock.GetUtcNow()) is { } request) return new Followed.OnItsWay(request);
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
    /// <param name="Handoff">The request.</param>
    /// <param name="Status">Where it stands, in words.</param>
    /// <param name="Words">All that was said; empty when nobody wanted to know.</param>
    public sealed record Known(HandoffView Handoff, RequestStatus Status, IReadOnlyList<ShownActivity> Words) : Followed;

    /// <summary>It came through the second or third door, and is not in the database yet.</summary>
    public sealed record OnItsWay(RequestUnderWay Request) : Followed;

    /// <summary>The database does not answer, and this node knows nothing more: whoever holds a receipt has a durable request.</summary>
    /// <param name="Receipt">Printed receipt.</param>
    /// <param name="IsOurs">It proves that it is one; those of former versions cannot.</param>
    public sealed record CannotLook(string Receipt, bool IsOurs) : Followed;

    /// <summary>Neither the database nor this node has it, and it is not ours.</summary>
    public sealed record Unknown : Followed;
}
