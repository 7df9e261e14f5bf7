using ServiceRouter.IntegrationTests.Moves;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>Which counsellors are at their desks, from what they did and not from the service: what is asked of whoever is away is asked of nobody (G8).</summary>
internal sealed class WhoIsAtTheDesk
{
    private readonly HashSet<string> available = [];
    // A renewal beside a clock that is turned is made before or after it.
    private readonly Dictionary<string, (DateTimeOffset AtLeast, DateTimeOffset AtMost)> leases = [];

    /// <summary>Nobody has heard of them for a whole lease.</summary>
    public bool MayBeGone(string counsellorId, DateTimeOffset now) => leases.GetValueOrDefault(counsellorId).AtLeast <= now;

    /// <summary>They said that they are there, and their lease is not over; or they come, or renew it, in this very round.</summary>
    public bool MayBeAsked(string counsellorId, Moment moment) =>
        Did(moment, counsellorId, Act.ComesToTheDesk)
        || (available.Contains(counsellorId) && (leases.GetValueOrDefault(counsellorId).AtMost > moment.Since || Did(moment, counsellorId, Act.RenewsTheLease)));

    /// <summary>After a round.</summary>
    /// <param name="moment">What was done in it.</param>
    /// <param name="lost">Whom the clock took for lost in it: they say that they are back, or are asked nothing.</param>
    public void Follow(Moment moment, IEnumerable<string> lost)
    {
        available.ExceptWith(lost);
        foreach (var step in moment.Acts.Where(a => a.Act == Act.GoesAway && IsStored(a))) available.Remove(step.CounsellorId);
        foreach (var step in moment.Acts.Where(a => a.Act == Act.ComesToTheDesk && IsStored(a))) available.Add(step.CounsellorId);
        foreach (var step in moment.Acts.Where(a => a.Act is Act.ComesToTheDesk or Act.GoesAway or Act.RenewsTheLease && IsStored(a)))
            leases[step.CounsellorId] = (moment.Since + MoveStage.Lease, moment.Now + MoveStage.Lease);
    }

    private static bool Did(Moment moment, string counsellorId, Act act) => moment.Acts.Any(a => a.Act == act && a.CounsellorId == counsellorId && IsStored(a));

    // A renewal is one statement and its own commit.
    private static bool IsStored(Step step) => step.Fate != Fate.DiesBeforeTheCommit || step.Act == Act.RenewsTheLease;
}
