using ServiceRouter.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>What becomes of the request of somebody who stands before a counsellor.</summary>
internal enum AtCounter
{
    /// <summary>It goes into the hands of this counsellor.</summary>
    Takes,
    /// <summary>It is there already.</summary>
    Has,
    OfferedToColleague,
    WithColleague,
    CallerWaits,
    NotAtDesk,
    HasEnded,
}

/// <summary>
/// How a request stands towards the counsellor at whose counter its citizen is. Neither the number of their conversations nor territory, skill, language and presence
/// play a part: whoever stands there is received (docs/adr/0073). Pure.
/// </summary>
/// <param name="State">Of the request.</param>
/// <param name="IsTheirs">Offered to this counsellor, or with them.</param>
/// <param name="IsAtDesk">Their lease goes on: what they took would be lost with it at once.</param>
/// <param name="CallerWaits">Somebody is on the telephone for it, who would wait for nobody.</param>
internal sealed record CounterStand(HandoffState State, bool IsTheirs, bool IsAtDesk, bool CallerWaits)
{
    public AtCounter Verdict => this switch
    {
        { State: HandoffState.WithCounsellor, IsTheirs: true } => AtCounter.Has,
        { State: HandoffState.WithCounsellor } => AtCounter.WithColleague,
        _ when HandoffTransitions.HasEnded(State) => AtCounter.HasEnded,
        { IsAtDesk: false } => AtCounter.NotAtDesk,
        { State: HandoffState.Offered, IsTheirs: false } => AtCounter.OfferedToColleague,
        { CallerWaits: true } => AtCounter.CallerWaits,
        _ => AtCounter.Takes,
    };
}
