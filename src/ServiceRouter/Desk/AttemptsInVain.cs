using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>How often somebody tried to reach a citizen who was not there, since the citizen was heard of last: whoever answered in between was reached (docs/adr/0081).</summary>
internal static class AttemptsInVain
{
    private static readonly HandoffMove[] HeardOf = [HandoffMove.CitizenReturns, HandoffMove.Commit];

    public static async Task<int> AttemptsInVainAsync(this RouterDbContext db, Handoff handoff, CancellationToken ct)
    {
        if (handoff.Attempts == 0) return 0;
        var log = db.HandoffLog.Where(e => e.HandoffId == handoff.Id);
        var heardOf = await log.Where(e => HeardOf.Contains(e.Move)).MaxAsync(e => (int?)e.Number, ct) ?? 0;
        return await log.CountAsync(e => e.Number > heardOf && e.Move == HandoffMove.RecordAbsence, ct);
    }
}
