using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels;

/// <summary>
/// Whether a moment that a citizen chose is so near that whoever chose it let nobody go first. At such a moment the request takes the place of its age: with the head, a date in a minute would
/// be the way past everybody who waits (docs/adr/0109).
/// </summary>
internal sealed class NearMoment(ServiceHours hours, IOptions<RoutingOptions> routing)
{
    /// <param name="territory">Of the citizen: it is their counsellors' hours that count.</param>
    /// <param name="wishedAt">When it was chosen.</param>
    /// <param name="at">What was chosen.</param>
    public bool Is(string? territory, DateTimeOffset wishedAt, DateTimeOffset at) => hours.AnsweredBetween(territory, wishedAt, at) < routing.Value.HeadAfterStandingBack;

    /// <summary>The same for a request that may be promised already: who puts off a moment of the head, keeps it.</summary>
    public bool Is(string? territory, Handoff handoff, DateTimeOffset wishedAt, DateTimeOffset at) =>
        Is(territory, wishedAt, at) && !(handoff is { State: HandoffState.Promised, DateGivesNoPlace: false, DueAt: { } before } && at >= before);
}
