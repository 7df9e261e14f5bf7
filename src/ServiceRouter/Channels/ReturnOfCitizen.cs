using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels;

/// <summary>A citizen wants a person before the promised date, or is there after an attempt that did not reach them: the request is in the queue again.</summary>
internal static class ReturnOfCitizen
{
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">Its citizen is told, also that a date is given up.</param>
    /// <param name="handoff">Promised or absent.</param>
    /// <param name="isRaised">Its rank has just become the highest.</param>
    /// <param name="wishedAt">When it was wished, where that may be before now.</param>
    public static void ReturnToQueue(this Work work, Conversation conversation, Handoff handoff, bool isRaised = false, DateTimeOffset? wishedAt = null)
    {
        var promised = handoff.State == HandoffState.Promised ? handoff.ToldFor : null;
        work.Record(handoff.ReturnToQueue(HandoffMove.CitizenReturns, work.Now, handoff.WantedCounsellorId), HandoffRecord.Citizen, new ReturnFacts(wishedAt));
        var news = Say(isRaised ? "DistressRaised" : promised is null ? "BackInQueue" : "BackBeforeDate");
        work.Say(conversation, Author.Service, promised is { } at ? $"{news} {Say("PromiseGivenUp", MomentInWords.Of(at, conversation.Territory, conversation.Language))}" : news);
        work.PublishWaiting(handoff);

        string Say(string name, params object[] values) => Texts.SayOn(conversation.Channel, name, conversation.Language, values);
    }
}
