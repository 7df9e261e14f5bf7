namespace ServiceRouter.Handoffs;

/// <summary>
/// Who stands at the head of their rank after a move: decided here alone, from the move and the state that it came from, so that nobody who moves a request says where it stands.
/// The head is for whoever was let down; everybody else has the place of their age (docs/adr/0054, 0094, 0109).
/// </summary>
internal static class HeadOfRank
{
    /// <param name="from">State before the move.</param>
    /// <param name="move">A move that is handled in it.</param>
    /// <param name="before">It stood at the head before the move: it does so until a counsellor takes it.</param>
    /// <param name="dateGivesNoPlace"><inheritdoc cref="Handoff.DateGivesNoPlace" path="/summary"/></param>
    public static bool IsAfter(HandoffState from, HandoffMove move, bool before, bool dateGivesNoPlace = false) => move switch
    {
        // The conversation was broken off, or passed on. A desk that vanished before it answered an offer is no worse than one that let it run out.
        HandoffMove.LoseCounsellor => before || from == HandoffState.WithCounsellor,
        HandoffMove.Transfer => true,
        // Whoever called at night is rung when the counsellors are back, and stands among those who asked at night on other channels; whoever chose a moment that is near, among those who wait.
        HandoffMove.FallDue => before || !dateGivesNoPlace,
        // The last attempt did not reach the citizen, who is there now. Whoever comes before a promised date, on any channel, was let down by nobody.
        HandoffMove.CitizenReturns => before || from == HandoffState.Absent,
        HandoffMove.Accept => false,
        _ => before,
    };
}
