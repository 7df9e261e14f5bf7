using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Routing;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// What is said of an open request to whoever is known by the number alone: that it is open, what becomes of it, and the place, as in the wait on the telephone. No receipt, no date, nothing of what it is about (docs/adr/0051, 0123). Pure.
/// </summary>
internal static class EarlierWords
{
    /// <param name="before">Where it stood when the words came.</param>
    /// <param name="now">Where it stands with them.</param>
    /// <param name="isInDanger">Danger was heard in them: the numbers are said already.</param>
    /// <param name="isRung">There is a number that its counsellor can ring.</param>
    /// <param name="language">Two-letter language.</param>
    public static string[] AfterWords(HandoffState before, HandoffState now, bool isInDanger, bool isRung, string language)
    {
        string[] rings = isRung ? [Say("EarlierRings.sms")] : [];
        return (before, now) switch
        {
            (_, HandoffState.WithCounsellor) => [Say("EarlierInHand.sms")],
            (_, HandoffState.Promised) => [Say("EarlierStands.sms")],
            (HandoffState.Absent, _) => [Say(isInDanger ? "DistressRaised" : "EarlierBack.sms"), .. rings],
            // That it goes before the others is said by the turn, which has heard the danger as well; no turn answers an attempt.
            (HandoffState.Promised, _) => [Say(isInDanger ? "EarlierGivenUp.sms" : "EarlierBeforeDate.sms"), .. rings],
            _ => isInDanger ? rings : [Say("EarlierOpen.sms"), .. rings],
        };

        string Say(string name) => Texts.Say(name, language);
    }

    /// <param name="state">Where it stands.</param>
    /// <param name="place">Its place, when it is in the queue.</param>
    /// <param name="isRung">There is a number that its counsellor can ring.</param>
    /// <param name="language">Two-letter language.</param>
    public static string[] OfStand(HandoffState state, QueuePlace? place, bool isRung, string language) =>
    [
        Texts.Say(state switch
        {
            HandoffState.WithCounsellor => "EarlierInHand.sms",
            HandoffState.Promised => "EarlierAgreed.sms",
            HandoffState.Absent => "EarlierTried.sms",
            _ => "EarlierOpen.sms",
        }, language),
        .. (isRung && state is HandoffState.Waiting or HandoffState.Offered) ? [Texts.Say("EarlierRings.sms", language)] : (string[])[],
        .. WaitWords.Of(place, language),
        Texts.Say("HelpEarlier.sms", language),
    ];
}
