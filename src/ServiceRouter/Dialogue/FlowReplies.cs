using ServiceRouter.Conversations;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>Turns what a flow says into messages with buttons and sources.</summary>
internal static class FlowReplies
{
    public static TurnPlan ToPlan(FlowTurn turn, IKnowledge knowledge, TurnContext context)
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
                    replies.Add(WithWayBack(Question(question), turn, context));
                    break;
                case ShowFiche show when knowledge.Fiche(show.FicheId) is { } fiche:
                    replies.Add(new Reply($"{fiche.Source.Title}\n{FicheOnChannel.Of(fiche.Text, context.Channel)}", new ActivityDetails { Source = fiche.Source }));
                    break;
                case OfferHuman offer:
                    var offered = new Reply(offer.Text, new ActivityDetails
                    {
                        Choices = [new(ServiceChoices.Yes, context.Say("Yes"), "1"), new(ServiceChoices.No, context.Say("No"), "2")], OffersHuman = true,
                    });
                    replies.Add(WithWayBack(offered, turn, context));
                    break;
                case RequestHuman request:
                    if (request.Text is { } words) replies.Add(new Reply(words));
                    ask = new HumanAsk(request.Reason, request.Skill, HandoffRank.Ordinary, request.Reason == Reasons.AskedForHuman ? HandoffRecord.Citizen : HandoffRecord.Assistant);
                    break;
                case Ended ended:
                    replies.Add(new Reply(string.Join('\n', new[] { ended.Text, context.Say("FlowOver") }.Where(t => !string.IsNullOrEmpty(t)))));
                    break;
            }
        }
        return new TurnPlan(replies, turn.Position) { Ask = ask };
    }

    /// <summary>A button after the answers, where there are buttons: on other channels it is a word and a key that need not be said each time.</summary>
    private static Reply WithWayBack(Reply reply, FlowTurn turn, TurnContext context) => turn.CanStartAgain && context.Channel == FlowChannel.Web
        ? reply with { Details = reply.Details! with { Choices = [.. reply.Details.Choices ?? [], new(ServiceChoices.StartAgain, context.Say("StartAgain"))] } }
        : reply;

    public static Reply Question(Ask question) => new(question.Text, new ActivityDetails
    {
        Expects = question.Kind.ToString(),
        Choices = question.Choices.Count == 0 ? null : [.. question.Choices.Select(c => new ActivityChoice(c.Id, c.Label, c.Key))],
    });
}
