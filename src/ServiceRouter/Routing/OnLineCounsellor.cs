using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>What a pass needs of a counsellor who can be asked, and no more: it reads all of them each time.</summary>
/// <param name="Id">Account name.</param>
/// <param name="Territory">Département code of the space.</param>
/// <param name="Skills">Ids.</param>
/// <param name="Languages">Two letters each.</param>
/// <param name="Capacity">Conversations at once.</param>
/// <param name="Load">Citizens whom they have or are offered.</param>
/// <param name="LastOfferAt">Whoever has waited for longest for one comes first.</param>
/// <param name="Version">By which the commit finds out that somebody else has changed the row.</param>
internal sealed record OnLineCounsellor(string Id, string Territory, string[] Skills, string[] Languages, int Capacity, int Load, DateTimeOffset LastOfferAt, int Version)
{
    // Who is there as WhoIsThere.Available says it, with their load as WithLoad counts it: a prepared reading can use neither.
    private static readonly Prepared<Func<RouterDbContext, DateTimeOffset, IAsyncEnumerable<OnLineCounsellor>>> WhileSomebodyWaits = new(() =>
        EF.CompileAsyncQuery((RouterDbContext db, DateTimeOffset now) =>
            from c in db.Counsellors.AsNoTracking()
            where c.Presence == Presence.Available && c.LeaseUntil > now && db.Handoffs.Any(h => h.State == HandoffState.Waiting)
            join l in db.Handoffs.Where(h => h.EndedAt == null && h.CounsellorId != null).GroupBy(h => h.CounsellorId).Select(g => new { CounsellorId = g.Key, Count = g.Count() })
                on c.Id equals l.CounsellorId into counted
            from l in counted.DefaultIfEmpty()
            select new OnLineCounsellor(c.Id, c.Territory, c.Skills, c.Languages, c.Capacity, (int?)l.Count ?? 0, c.LastOfferAt, c.Version)));

    public int FreePlaces => Math.Max(0, Capacity - Load);

    /// <summary>All of them, by id; nobody while nobody waits.</summary>
    public static async Task<Dictionary<string, OnLineCounsellor>> ReadAsync(RouterDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var found = new Dictionary<string, OnLineCounsellor>();
        await foreach (var one in WhileSomebodyWaits.For(db)(db, now).WithCancellation(ct)) found.Add(one.Id, one);
        return found;
    }

    public FreeCounsellor Seen() => new(Id, Territory, Skills, Languages, FreePlaces, Load, LastOfferAt);

    /// <summary>
    /// For the unit that makes them an offer: it changes the date of it and the version, and these are known. All else of it is empty and is not to be read or changed.
    /// </summary>
    public Counsellor ToBeOffered() => new()
    {
        Id = Id, FirstName = "", LastName = "", Quality = "", SpaceName = "", Territory = Territory, Skills = Skills, Languages = Languages, Capacity = Capacity, LastOfferAt = LastOfferAt, Version = Version,
    };
}
