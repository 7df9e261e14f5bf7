using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// An asking may come hours after it was wished, and in another order than it was wished in: what somebody wished or did later stands. An asking that waited is as old
/// as its wish, not as the moment at which it was taken (docs/adr/0046).
/// </summary>
internal static class LaterWish
{
    private static readonly HandoffMove[] Decided = [HandoffMove.Commit, HandoffMove.Accept, HandoffMove.RecordAbsence, HandoffMove.CitizenReturns];

    /// <summary>Since the wish the request was asked for, or its citizen or a counsellor decided something else about it.</summary>
    public static async Task<bool> IsOvertakenAsync(this Work work, Handoff open, DateTimeOffset wishedAt, CancellationToken ct)
    {
        if (open.AskedAt > wishedAt) return true;
        var later = await work.Db.HandoffLog.Where(e => e.HandoffId == open.Id && e.At > wishedAt && Decided.Contains(e.Move)).ToListAsync(ct);
        return later.Exists(e => WishedAt(e) > wishedAt);
    }

    /// <summary>When what moved it last was wished.</summary>
    public static async Task<DateTimeOffset> LastWishAtAsync(this Work work, Handoff open, CancellationToken ct) =>
        WishedAt(await work.Db.HandoffLog.SingleAsync(e => e.HandoffId == open.Id && e.Number == open.Version, ct));

    /// <summary>As its facts tell; of a move that did not wait for anything, when it was made.</summary>
    private static DateTimeOffset WishedAt(HandoffLogEntry entry)
    {
        var wished = entry.Move switch
        {
            HandoffMove.Commit => MoveFacts.Read<CommitFacts>(entry.Facts)?.WishedAt,
            HandoffMove.CitizenReturns => MoveFacts.Read<ReturnFacts>(entry.Facts)?.WishedAt,
            _ => null,
        };
        return wished is { } at && at < entry.At ? at : entry.At;
    }
}
