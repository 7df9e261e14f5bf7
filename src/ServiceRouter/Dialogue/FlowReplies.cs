using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>Turns what a flow says into messages with buttons and sources.</summary>
internal static class FlowReplies
{
    public static TurnPlan ToPlan(FlowTurn turn, IKnowledge knowledge, string language)
    {
        var replies = new List<Reply>();
        HumanAsk? ask = null;
        foreach (var output in turn.Outputs)
        {
            switch (output)
            {
                case Flows.Engine.Say say:
                    replies.Add(new Reply(say.Text));
                    break;
                case Ask question:
                    replies.Add(new Reply(question.Text, question.Choices.Count == 0 ? null : new ActivityDetails { Choices = [.. question.Choices.Select(c => new ActivityChoice(c.Id, c.Label))] }));
                    break;
                case ShowFiche show when knowledge.Fiche(show.FicheId) is { } fiche:
                    replies.Add(new Reply($"{fiche.Source.Title}\n{fiche.Text}", new ActivityDetails { Source = fiche.Source }));
                    break;
                case OfferHuman offer:
                    replies.Add(new Reply(offer.Text, new ActivityDetails
                    {
                        Choices = [new(ServiceChoices.Yes, Texts.Say("Yes", language)), new(ServiceChoices.No, Texts.Say("No", language))], OffersHuman = true,
                    }));
                    break;
                case RequestHuman request:
                    if (request.Text is { } words) replies.Add(new Reply(words));
                    ask = new HumanAsk(request.Reason, request.Skill, HandoffRank.Ordinary, request.Reason == FlowReasons.AskedForHuman ? HandoffRecord.Citizen : HandoffRecord.Assistant);
                    break;
                case Ended ended:
                    replies.Add(new Reply(string.Join('\n', new[] { ended.Text, Texts.Say("FlowOver", language) }.Where(t => !string.IsNullOrEmpty(t)))));
                    break;
            }
        }
        return new TurnPlan(replies, turn.Position) { Ask = ask };
    }
}
