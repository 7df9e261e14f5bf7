using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels;

/// <summary>The dated promise to call back, on an open handoff.</summary>
internal static class PromiseCallBack
{
    /// <summary>Nobody rings beside a counsellor who has the conversation.</summary>
    public static Refusal BesideCounsellor => Refusal.TooLate(AskCallBack.WithCounsellor, "Un conseiller est avec vous : convenez du rappel avec lui.");

    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">Its citizen is told, also that what had been agreed for another moment is off.</param>
    /// <param name="handoff">Open.</param>
    /// <param name="number">To call.</param>
    /// <param name="moment">When to call.</param>
    /// <param name="near">Tells what a chosen moment is worth.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Null when it is promised.</returns>
    public static async Task<Refusal?> PromiseCallBackAsync(
        this Work work, Conversation conversation, Handoff handoff, string? number, CallBackMoment moment, NearMoment near, CancellationToken ct)
    {
        var at = moment.At;
        if (handoff.State == HandoffState.WithCounsellor) return BesideCounsellor;
        // A form sent twice is one promise, told once.
        if (handoff is { State: HandoffState.Promised, Commitment: CommitmentKind.CallBack } && handoff.DueAt == at.ToUniversalTime() && conversation.CallBackNumber == number)
        {
            work.CountIgnored(HandoffMove.Commit);
            return null;
        }
        var offer = await work.OfferOutAsync(handoff, ct);
        var before = handoff.State == HandoffState.Promised ? handoff.ToldFor : null;
        conversation.CallBackNumber = number;
        var isNear = !moment.IsOurs && near.Is(conversation.Territory, handoff, moment.WishedAt ?? work.Now, at);
        var promised = handoff.Promise(CommitmentKind.CallBack, at.ToUniversalTime(), moment.IsOurs || isNear);
        work.Record(promised, HandoffRecord.Citizen, new CommitFacts(nameof(CommitmentKind.CallBack), handoff.DueAt, moment.WishedAt, moment.IsOurs ? true : null, isNear ? true : null));
        work.Say(conversation, Author.Service, CommitmentWords.Say(CommitmentKind.CallBack, at, conversation.Territory, handoff.Receipt, conversation.Language, handoff.DateGivesNoPlace), saying: Saying.CallBack(at));
        if (before is { } given && given != at) work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "PromiseGivenUp", conversation.Language, MomentInWords.Of(given, conversation.Territory, conversation.Language)));
        if (offer is not null) work.EndOffer(handoff, offer, OfferEnd.Promised);
        return null;
    }
}
