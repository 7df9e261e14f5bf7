using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>A counsellor, and how many citizens they have or are offered.</summary>
internal sealed record CounsellorLoad(Counsellor Counsellor, int Load)
{
    public int FreePlaces => Math.Max(0, Counsellor.Capacity - Load);
}

/// <summary>
/// Counsellors by whether they are at their desks: what one said last counts as long as the lease runs, since a desk that was lost says nothing any more.
/// </summary>
internal static class WhoIsThere
{
    /// <summary>A desk of theirs is open and they did not leave it; they may be away from it, or busy.</summary>
    public static IQueryable<Counsellor> AtDesk(this IQueryable<Counsellor> counsellors, DateTimeOffset now) =>
        counsellors.Where(c => c.Presence != Presence.Offline && c.LeaseUntil > now);

    /// <summary>At the desk, and may be asked.</summary>
    public static IQueryable<Counsellor> Available(this IQueryable<Counsellor> counsellors, DateTimeOffset now) =>
        counsellors.Where(c => c.Presence == Presence.Available && c.LeaseUntil > now);

    /// <summary>Somebody answers citizens now, busy or not; those of an exercise do not.</summary>
    public static Task<bool> AnyOnLineAsync(this IQueryable<Counsellor> counsellors, DateTimeOffset now, CancellationToken ct) =>
        counsellors.Available(now).AnyAsync(c => c.Territory != SealedTerritory.Code, ct);

    /// <summary>Counted for all at once: one by one it was a third of the time from an asking to its offer, with 200 counsellors on line.</summary>
    /// <param name="counsellors">Whose.</param>
    /// <param name="handoffs">Those that count.</param>
    public static IQueryable<CounsellorLoad> WithLoad(this IQueryable<Counsellor> counsellors, IQueryable<Handoff> handoffs)
    {
        var loads = handoffs.Where(h => h.EndedAt == null && h.CounsellorId != null).GroupBy(h => h.CounsellorId).Select(g => new { CounsellorId = g.Key, Count = g.Count() });
        return from c in counsellors
               join l in loads on c.Id equals l.CounsellorId into counted
               from l in counted.DefaultIfEmpty()
               select new CounsellorLoad(c, (int?)l.Count ?? 0);
    }
}
