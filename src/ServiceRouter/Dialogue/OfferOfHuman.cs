using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>A human is offered with two buttons, or asked for when offering has not helped.</summary>
internal static class OfferOfHuman
{
    private const int OfferAtMiss = 2;
    private const int RequestAtMiss = 3;

    /// <summary>The citizen may have asked for one: better asked once too often.</summary>
    public static TurnPlan WhenPerhapsAsked(TurnContext turn, Sensed sensed) =>
        // Whoever says « allô » again to the offer has no button to press, and will not find the key.
        turn is { HumanOffered: true, Channel: FlowChannel.Voice } ? Request("RequestAfterMisses", Reasons.NotUnderstood, turn) :
        Offer("OfferHumanAsked", turn) with { Understood = sensed.Rule, Position = turn.Position, Unsure = true };

    /// <summary>The offer that was made stands, beside what is said first.</summary>
    public static TurnPlan Beside(TurnPlan plan, TurnContext turn) => plan with { Replies = [.. plan.Replies, .. Offer("OfferHumanAsked", turn).Replies], HumanOffered = true };

    /// <summary>Nobody understood: first the question again, then the offer, then the request by itself.</summary>
    public static TurnPlan AfterMiss(TurnContext turn) => (turn.Misses + 1) switch
    {
        >= RequestAtMiss => Request("RequestAfterMisses", Reasons.NotUnderstood, turn) with { Understood = UnderstoodNote.NotUnderstood },
        OfferAtMiss => Offer("OfferHuman", turn) with { Misses = OfferAtMiss, Understood = UnderstoodNote.NotUnderstood, Unsure = true },
        var misses => new TurnPlan([new Reply(turn.Say("NotUnderstood"))]) { Misses = misses, Understood = UnderstoodNote.NotUnderstood, Unsure = true },
    };

    /// <summary>The assistant has failed: the offer at once, the request when it fails for the third time. A running flow keeps its place.</summary>
    public static TurnPlan AfterFailure(TurnContext turn)
    {
        var misses = turn.Misses + 1;
        return misses >= RequestAtMiss
            ? Request("RequestAfterFailure", Reasons.AssistantFailed, turn) with { Understood = UnderstoodNote.Failure }
            : Offer("OfferHumanAfterFailure", turn) with { Misses = misses, Understood = UnderstoodNote.Failure, Unsure = true, Position = turn.Position };
    }

    /// <summary>Flows and fiches know no word of the language: rather a person than an answer in another one.</summary>
    public static TurnPlan WhenOnlyFrench(TurnContext turn) =>
        turn.HumanOffered ? Request("RequestAfterMisses", Reasons.OtherLanguage, turn) : Offer("OnlyFrench", turn) with { Understood = UnderstoodNote.OtherLanguage, Unsure = true };

    /// <summary>Not even a wish for a human can be recognised: only a human can read what was written.</summary>
    public static TurnPlan WhenDeaf(TurnContext turn) => Request("RequestAfterFailure", Reasons.AssistantFailed, turn) with { Understood = UnderstoodNote.Failure };

    private static TurnPlan Request(string text, string reason, TurnContext turn) =>
        TurnPlan.Request(new HumanAsk(reason, Skills.General, HandoffRank.Ordinary, HandoffRecord.Assistant), UnderstoodNote.NotUnderstood, new Reply(turn.Say(text)));

    private static TurnPlan Offer(string text, TurnContext turn)
    {
        ActivityChoice[] choices = [new(ServiceChoices.Yes, turn.Say("Yes"), "1"), new(ServiceChoices.No, turn.Say("No"), "2")];
        return new TurnPlan([new Reply(turn.Say(text), new ActivityDetails { Choices = choices, OffersHuman = true })]) { HumanOffered = true };
    }
}
