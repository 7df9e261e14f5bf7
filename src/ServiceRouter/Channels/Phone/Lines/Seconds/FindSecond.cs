using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>Who can join a call now: at the desk, with a telephone that is free, on the same side of the seal of exercises.</summary>
internal static class FindSecond
{
    /// <summary>The colleague, when free; null when not, or not there.</summary>
    public static async Task<Counsellor?> FreeColleagueAsync(this Work work, Handoff handoff, string colleagueId, CancellationToken ct) =>
        (await FreeAsync(work, handoff, ct)).SingleOrDefault(c => c.Id == colleagueId);

    /// <summary>The one of a group who has waited longest for an offer, without those who were asked for this line before.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">What the call is about.</param>
    /// <param name="lineId">The line that is joined.</param>
    /// <param name="pool">A skill id, a département code, or "code/skill".</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Counsellor?> FreeOfPoolAsync(this Work work, Handoff handoff, Guid lineId, string pool, CancellationToken ct)
    {
        var asked = await work.Db.SecondLines.Where(l => l.LineId == lineId).Select(l => l.CounsellorId).ToListAsync(ct);
        return (await FreeAsync(work, handoff, ct))
            .Where(c => !asked.Contains(c.Id) && PoolName.Holds(pool, c.Territory, c.Skills))
            .OrderBy(c => c.LastOfferAt).FirstOrDefault();
    }

    private static async Task<List<Counsellor>> FreeAsync(Work work, Handoff handoff, CancellationToken ct)
    {
        var isSealed = SealedTerritory.Holds(handoff.Territory);
        return await work.Db.Counsellors.AsNoTracking().Available(work.Now)
            .Where(c => c.Phone != null && c.Id != handoff.CounsellorId && (c.Territory == SealedTerritory.Code) == isSealed
                && !work.Db.CounsellorLines.Any(l => l.CounsellorId == c.Id && l.State != LineState.Over)
                && !work.Db.SecondLines.Any(l => l.CounsellorId == c.Id && l.State != SecondState.Over))
            .ToListAsync(ct);
    }
}
