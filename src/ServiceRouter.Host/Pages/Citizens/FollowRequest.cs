using ServiceRouter.Handoffs;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Reads where a request stands.</summary>
public sealed class FollowRequest(FollowHandoff follow, FindQueuePlace place, TimeProvider clock)
{
    /// <summary>Null when there is no such receipt.</summary>
    public async Task<(HandoffView Handoff, RequestStatus Status)?> RunAsync(string? receipt, CancellationToken ct)
    {
        if (await follow.RunAsync(receipt, ct) is not { } handoff) return null;
        var queue = handoff.State is HandoffState.Waiting or HandoffState.Offered ? await place.RunAsync(handoff.Id, clock.GetUtcNow(), ct) : null;
        return (handoff, RequestStatus.Of(handoff, queue));
    }
}
