using ServiceRouter.Flows.Reception;

namespace ServiceRouter.Dialogue;

/// <summary>Answers a question about France services itself: from its fiche, with the way to the nearest spaces. A running flow keeps its place, and no miss is counted.</summary>
internal static class ReceptionAnswer
{
    private const string WhatWeAre = "france-services";
    private const string WhereWeAre = "trouver-un-espace";

    /// <returns>Null when the fiche is not there.</returns>
    public static TurnPlan? To(ReceptionTopic topic, TurnContext turn, IKnowledge knowledge)
    {
        if (knowledge.Fiche(topic == ReceptionTopic.What ? WhatWeAre : WhereWeAre) is not { } fiche) return null;
        var before = topic == ReceptionTopic.Contact ? turn.Say("HowToReachUs") : null;
        return new TurnPlan([FicheAssistant.Reply(fiche, turn, before, turn.Say("NearestSpaces"))], turn.Position) { Misses = turn.Misses, Understood = UnderstoodNote.Reception(topic) };
    }
}
