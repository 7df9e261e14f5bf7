using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels;

/// <summary>Where a request stands; the same words whoever asks, and however. Of one in the queue the place is said beside them. Pure.</summary>
internal static class StandWords
{
    /// <param name="request">The request.</param>
    /// <param name="say">Gives a text of the service in the words of the channel.</param>
    /// <param name="language">Two-letter language.</param>
    public static IReadOnlyList<string> Of(HandoffView request, Func<string, object[], string> say, string language)
    {
        return request switch
        {
            { State: HandoffState.Waiting or HandoffState.Offered } => [Say("StandWaiting", request.Receipt)],
            { State: HandoffState.WithCounsellor } => [Say("StandWithCounsellor", request.Receipt, request.CounsellorName ?? "", request.CounsellorSpace ?? "")],
            { State: HandoffState.Promised, Commitment: { } kind, DueAt: { } due } => [Say("StandOpen", request.Receipt), CommitmentWords.Stands(kind, due, request.Territory, language, request.DateGivesNoPlace)],
            { State: HandoffState.Absent, DueAt: { } due } => [Say("StandAbsent", request.Receipt, MomentInWords.Of(due, request.Territory, language))],
            { EndedAt: { } ended } => [Say("StandEnded", request.Receipt, MomentInWords.Of(ended, request.Territory, language))],
            _ => [Say("StandOpen", request.Receipt)],
        };

        string Say(string name, params object[] values) => say(name, values);
    }
}
