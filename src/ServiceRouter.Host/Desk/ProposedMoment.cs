using ServiceRouter.Channels;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Host.Desk;

/// <summary>The moment that stands in the form of a commitment before anybody chose one: tomorrow at ten, or the first one after it at which counsellors answer. Pure.</summary>
internal static class ProposedMoment
{
    private static readonly TimeOnly Morning = new(10, 0);

    /// <param name="hours">When counsellors answer.</param>
    /// <param name="citizenIn">Territory of the citizen; null: not known.</param>
    /// <param name="counsellorIn">Territory of the counsellor, on whose clock the form is filled in.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Wall time of the counsellor.</returns>
    public static DateTime Of(IServiceHours hours, string? citizenIn, string counsellorIn, DateTimeOffset now)
    {
        var tomorrow = DateOnly.FromDateTime(TerritoryTime.Local(counsellorIn, now).DateTime).AddDays(1);
        return TerritoryTime.Local(counsellorIn, hours.FirstFrom(citizenIn, CallBackHours.InstantOf(counsellorIn, tomorrow.ToDateTime(Morning)))).DateTime;
    }
}
