using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone;

/// <summary>What was promised, said to a caller. Pure.</summary>
internal static class PromiseAloud
{
    /// <param name="handoff">Promised, or of somebody who did not answer.</param>
    /// <param name="territory">Of the citizen, on whose clock it is said: a colleague elsewhere may have the request by now.</param>
    /// <param name="call">The call on which it is said; null: unknown.</param>
    /// <param name="language">Of the caller.</param>
    /// <returns>Nothing where nothing is to be told.</returns>
    public static IReadOnlyList<string> Of(Handoff handoff, string? territory, PhoneCall? call, string language)
    {
        if (handoff.ToldFor is not { } at) return [];
        var kind = handoff.Commitment ?? CommitmentKind.CallBack;
        if (call is { IsKnownByNumberAlone: false }) return ReadAloud.Lines(CommitmentWords.Say(kind, at, territory, handoff.Receipt, language, handoff.DateGivesNoPlace), language);
        // Neither the receipt, nor what else was agreed.
        return kind == CommitmentKind.CallBack ? [Texts.Say(handoff.DateGivesNoPlace ? "OpeningPromised.phone" : "MomentPromised.phone", language, MomentInWords.Of(at, territory, language))] : [];
    }
}
