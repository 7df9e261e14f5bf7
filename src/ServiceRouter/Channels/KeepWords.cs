using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>What becomes of a citizen's words while their request is open.</summary>
internal enum WordsBecome
{
    /// <summary>The counsellor who has the conversation reads them now.</summary>
    Heard,
    /// <summary>Kept for the counsellor to come.</summary>
    Kept,
    /// <summary>Kept as well, and what was promised stands.</summary>
    KeptBesidePromise,
    /// <summary>The request goes back into the queue.</summary>
    Return,
}

/// <summary>
/// Words for an open request (docs/adr/0054): the assistant is silent, and the service says what becomes of them. Distress is heard in every state: emergency
/// numbers at once, and the rank that it would have had if it had been said first.
/// </summary>
internal static class KeepWords
{
    /// <summary>
    /// "Merci à votre conseiller, à vendredi" cancels no appointment: before a promised date only a wish for a person moves the request. Whoever could not be reached
    /// and writes, whatever it is, can be reached now. Pure.
    /// </summary>
    public static WordsBecome Of(HandoffState state, Sensed heard) => state switch
    {
        HandoffState.WithCounsellor => WordsBecome.Heard,
        HandoffState.Promised => heard.Distress is not null || (heard.Exit == WishForHuman.Yes && !heard.Agrees) ? WordsBecome.Return : WordsBecome.KeptBesidePromise,
        HandoffState.Absent => WordsBecome.Return,
        _ => WordsBecome.Kept,
    };

    public static async Task KeepAsync(this Work work, Conversation conversation, Handoff handoff, CitizenActivity said, Sensed heard, CancellationToken ct)
    {
        var noted = heard.Distress is null ? null : new ActivityDetails { Understood = heard.Rule };
        work.TellActivity(handoff, work.Say(conversation, Author.Citizen, said.Text, noted, clientId: said.ClientId));
        if (heard.RefusesAssistant) work.RememberRefusal(conversation, says: handoff.State != HandoffState.WithCounsellor);
        var isRaised = heard.Distress is { } distress && await work.HearDistressAsync(conversation, handoff, distress, ct);
        switch (Of(handoff.State, heard))
        {
            case WordsBecome.Return:
                work.ReturnToQueue(conversation, handoff, isRaised);
                break;
            case WordsBecome.KeptBesidePromise:
                await work.SayThatPromiseStandsAsync(conversation, handoff, ct);
                break;
            case WordsBecome.Kept when isRaised:
                work.SayThatItGoesFirst(conversation, handoff);
                break;
            case WordsBecome.Kept when !conversation.ToldThatWordsAreKept:
                conversation.ToldThatWordsAreKept = true;
                work.SayOfRequest(conversation, "AddedToHandoff");
                break;
        }
    }

    /// <summary>The numbers are said once for each kind of danger, also beside a counsellor, who sees both them and the rank.</summary>
    /// <returns>True when the rank is higher than before.</returns>
    public static async Task<bool> HearDistressAsync(this Work work, Conversation conversation, Handoff handoff, DistressWords distress, CancellationToken ct)
    {
        if (!await work.WasSaidAsync(conversation, distress.Saying, since: handoff.AskedAt, ct)) work.TellActivity(handoff, work.SayNumbers(conversation, distress));
        if (!handoff.RaiseRank()) return false;
        if (handoff.CounsellorId is { } counsellorId) work.TellChanged(handoff, counsellorId);
        return true;
    }

    /// <summary>What somebody in distress reads at once.</summary>
    public static Activity SayNumbers(this Work work, Conversation conversation, DistressWords distress)
    {
        var words = distress.On(ReceiveActivity.FlowChannelOf(conversation.Channel), conversation.Language);
        return work.Say(conversation, Author.Service, words.Text, words.Details, saying: words.Saying);
    }

    /// <summary>
    /// Danger was heard for the first time, in words that come late: nobody in danger waits for a date, whichever was wished first. Beside a counsellor the service is silent.
    /// </summary>
    public static void Raise(this Work work, Conversation conversation, Handoff handoff, DateTimeOffset wishedAt)
    {
        if (handoff.Judge(HandoffMove.CitizenReturns) == Verdict.Handled) work.ReturnToQueue(conversation, handoff, isRaised: true, wishedAt);
        else if (handoff.State != HandoffState.WithCounsellor) work.SayThatItGoesFirst(conversation, handoff);
    }

    /// <summary>An offer that is out stays out; if it is not taken, the rank counts from there on.</summary>
    public static void SayThatItGoesFirst(this Work work, Conversation conversation, Handoff handoff)
    {
        work.SayOfRequest(conversation, "DistressRaised");
        if (handoff.State == HandoffState.Waiting) work.PublishWaiting(handoff);
    }

    /// <summary>Once for each promise, with the way to a person before its date.</summary>
    public static async Task SayThatPromiseStandsAsync(this Work work, Conversation conversation, Handoff handoff, CancellationToken ct)
    {
        if (await work.WasSaidAsync(conversation, Saying.PromiseStands, since: await work.LastMoveAtAsync(handoff, ct), ct)) return;
        var stands = CommitmentWords.Stands(handoff.Commitment!.Value, handoff.ToldFor!.Value, conversation.Territory, conversation.Language, handoff.DateGivesNoPlace);
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "AddedToPromise", conversation.Language, stands), saying: Saying.PromiseStands);
    }

    private static void SayOfRequest(this Work work, Conversation conversation, string name) =>
        work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, name, conversation.Language));
}
