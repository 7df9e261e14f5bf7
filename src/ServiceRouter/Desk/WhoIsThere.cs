namespace ServiceRouter.Desk;

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
}
