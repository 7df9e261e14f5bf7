using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>Where an open request goes when its citizen says where they are.</summary>
internal static class PlaceOfRequest
{
    /// <summary>
    /// To the citizen's own département, in every state: one that is offered or promised may wait again. But a counsellor who handed it to a département knew why, and until somebody has taken it
    /// there, where its citizen lives undoes that no more than where they called from (docs/adr/0110).
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">Open.</param>
    /// <param name="territory">Département code.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Whether it is there now.</returns>
    public static async Task<bool> MoveHomeAsync(this Work work, Handoff handoff, string territory, CancellationToken ct) =>
        !await WasHandedToPlaceAsync(work.Db, handoff, ct) && handoff.MoveTo(territory);

    private static async Task<bool> WasHandedToPlaceAsync(RouterDbContext db, Handoff handoff, CancellationToken ct)
    {
        var last = await db.HandoffLog.Where(e => e.HandoffId == handoff.Id && (e.Move == HandoffMove.Transfer || e.Move == HandoffMove.Accept))
            .OrderByDescending(e => e.Number).Select(e => new { e.Move, e.Facts }).FirstOrDefaultAsync(ct);
        return last is { Move: HandoffMove.Transfer } && MoveFacts.Read<TransferFacts>(last.Facts)?.Pool is { } pool && PoolName.NamesTerritory(pool);
    }
}
