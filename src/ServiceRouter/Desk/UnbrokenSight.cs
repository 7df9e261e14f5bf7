using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>
/// Whether a silent desk is silent by itself. While the database was away, or the process stood still, nobody could renew a lease, and whoever looks first when it is back would take their
/// citizens from counsellors who are there. So after a gap in which this node could not look, and after its start, silence says nothing until every living
/// desk has had the time to renew (docs/adr/0053). All times are counted from the start of the process.
/// </summary>
/// <param name="renewal">How often a living desk renews. A lease is three times as long and outlives a gap shorter than this.</param>
/// <param name="lost">Time in which nobody here could renew or look.</param>
internal sealed class UnbrokenSight(TimeSpan renewal, LostTime lost)
{
    // A desk may have tried just before the database was back: it renews within one and a half times its interval.
    private readonly TimeSpan patience = renewal * 1.5;
    private readonly Lock gate = new();
    private TimeSpan? seesSince = TimeSpan.Zero;
    private TimeSpan? blindSince;
    private bool hasSeen;

    /// <summary>A look that began then could not be made, or others of this node cannot write.</summary>
    public void Failed(TimeSpan began)
    {
        lock (gate)
        {
            blindSince ??= began;
            // Nobody knows for how long the service was away before.
            if (!hasSeen) seesSince = null;
        }
    }

    /// <summary>A look that began then has read what is due.</summary>
    /// <returns>Whether who is silent may be taken for gone.</returns>
    public bool MayJudge(TimeSpan began, TimeSpan now)
    {
        lock (gate)
        {
            if (lost.Take() >= renewal || seesSince is null || now - (blindSince ?? began) >= renewal) seesSince = now;
            hasSeen = true;
            return now - seesSince >= patience;
        }
    }

    /// <summary>A look was made to its end.</summary>
    public void Succeeded()
    {
        lock (gate) blindSince = null;
    }
}
