using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor says whether new conversations may come, and how many at once. Of whoever leaves, what is offered to them goes on to colleagues.</summary>
public sealed class SetPresence(Transactions transactions, IOptions<DeskOptions> options)
{
    /// <summary>Most conversations at once.</summary>
    public const int MaxCapacity = 10;

    public Task<Refusal?> RunAsync(string counsellorId, Presence presence, int? capacity, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (capacity is < 1 or > MaxCapacity) return Refusal.BadInput("capacity", $"La capacité va de 1 à {MaxCapacity} conversations.");
            var counsellor = await work.Db.Counsellors.SingleOrDefaultAsync(c => c.Id == counsellorId, token);
            if (counsellor is null) return new Refusal(404, "counsellor-unknown", "Ce compte n'est pas enregistré comme conseiller.");
            // Said again, as a program at the desk does at intervals: the lease goes on, and neither a pass nor another writer is troubled.
            var isSaidAgain = counsellor.Presence == presence && counsellor.Capacity == (capacity ?? counsellor.Capacity) && counsellor.MissedOffers == 0 && counsellor.LeaseUntil > work.Now;
            counsellor.Presence = presence;
            counsellor.Capacity = capacity ?? counsellor.Capacity;
            counsellor.LeaseUntil = work.Now + options.Value.Lease;
            if (isSaidAgain) return null;
            counsellor.MissedOffers = 0;
            counsellor.Version++;
            if (presence != Presence.Available) await work.DeclineAllAsync(counsellorId, HandoffRecord.Counsellor(counsellorId), token);
            if (presence == Presence.Available) work.Publish(NoKey(), new CounsellorAvailable(counsellorId));
            work.Announce(StreamName.Desk(counsellorId), LiveItem.Nudge);
            return null;
        }, ct);

    // No order to keep between a presence and anything else: routing reads the row.
    private static Guid NoKey() => MassTransit.NewId.NextGuid();
}
