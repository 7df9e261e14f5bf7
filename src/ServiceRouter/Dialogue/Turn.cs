using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>
/// One automatic turn. Pure: what the citizen said and where the conversation stands in, what is said and done out. The order is the promise (G1):
/// the human exit and the distress lane come before every flow, answer and guess, and the third miss asks for a human by itself.
/// </summary>
internal sealed class Turn(ISense sense, IKnowledge knowledge, FlowShelf flows)
{
    private const int OfferAtMiss = 2;
    private const int RequestAtMiss = 3;

    public TurnPlan Plan(TurnContext turn)
    {
        if (turn.Choice == ServiceChoices.Human) return TurnPlan.Request(ByCitizen(turn, Sensed.Nothing), "bouton");
        // An answer that names a choice is that answer, however it would sound outside its question.
        var sensed = turn.Choice is null && !NamesChoice(turn) ? sense.Read(turn.Text) : Sensed.Nothing;
        return Distress(turn, sensed)
            ?? HumanExit(turn, sensed)
            ?? WithoutAssistant(turn)
            ?? OfferedHuman(turn)
            ?? RunningFlow(turn, sensed)
            ?? PerhapsHuman(turn, sensed)
            ?? IntentToFlow(turn, sensed)
            ?? Knowledge(turn)
            ?? Miss(turn);
    }

    private bool NamesChoice(TurnContext turn) =>
        turn.Position is { } position && flows.Find(position) is { } flow
        && FlowEngine.NamesChoice(flow, position, turn.Text, turn.Channel, turn.Language) is not null;

    private static TurnPlan? Distress(TurnContext turn, Sensed sensed) => sensed.Distress is not { } words ? null :
        TurnPlan.Request(
            new HumanAsk("detresse", "general", HandoffRank.Distress, HandoffRecord.Assistant), sensed.Rule,
            new Reply(words.Text, new ActivityDetails { Numbers = words.Numbers }),
            new Reply(Texts.Say("DistressRequest", turn.Language), ByService: true));

    private TurnPlan? HumanExit(TurnContext turn, Sensed sensed) =>
        sensed.Exit == WishForHuman.Yes ? TurnPlan.Request(ByCitizen(turn, sensed), sensed.Rule) : null;

    /// <summary>No question is asked first: the skill is that of the procedure spoken of, or of the running flow.</summary>
    private HumanAsk ByCitizen(TurnContext turn, Sensed sensed)
    {
        var procedure = sensed.Procedure ?? turn.Position?.Flow;
        var flow = procedure is null ? null : flows.Find(procedure);
        return flow is null ? HumanAsk.ByCitizen : HumanAsk.ByCitizen with { Skill = flow.Skill };
    }

    /// <summary>Whoever refused the assistant gets the human; after a counsellor the assistant stays silent until it is asked (G7).</summary>
    private static TurnPlan? WithoutAssistant(TurnContext turn)
    {
        if (turn.RefusesAssistant) return TurnPlan.Request(HumanAsk.ByCitizen with { Reason = "prefere_humain" }, "prefere_humain");
        if (turn.Choice == ServiceChoices.Assistant)
            return new TurnPlan([new Reply(Texts.Say("ContinueWithAssistant", turn.Language))]) { WakesAssistant = true, Understood = "bouton" };
        if (!turn.AfterCounsellor) return null;
        ActivityChoice[] choices =
        [
            new(ServiceChoices.Human, Texts.Say("TalkToHuman", turn.Language)),
            new(ServiceChoices.Assistant, Texts.Say("AskAssistant", turn.Language)),
        ];
        return new TurnPlan([new Reply(Texts.Say("AfterTheEnd", turn.Language), new ActivityDetails { Choices = choices }, ByService: true)]) { Understood = "apres_conseiller" };
    }

    private TurnPlan? OfferedHuman(TurnContext turn)
    {
        // Inside a flow the flow itself reads the answer to its offer.
        if (!turn.HumanOffered) return null;
        return YesNo.Read(turn.Choice ?? turn.Text) switch
        {
            true => TurnPlan.Request(ByCitizen(turn, Sensed.Nothing), "offre_acceptee"),
            false => new TurnPlan([new Reply(Texts.Say("ContinueWithAssistant", turn.Language))], turn.Position) { Understood = "offre_declinee" },
            null => null,
        };
    }

    private TurnPlan? RunningFlow(TurnContext turn, Sensed sensed)
    {
        if (turn.Position is not { } position || flows.Find(position) is not { } flow) return null;
        // A wish in other words than the reserved ones is heard inside a flow too, unless the sentence is a button's.
        if (sensed.Exit == WishForHuman.Perhaps && FlowEngine.Answer(flow, position, turn.Text, turn.Channel, turn.Language).Position?.Misses > position.Misses)
            return null;
        var answer = FlowEngine.Answer(flow, position, turn.Choice ?? turn.Text, turn.Channel, turn.Language);
        var missed = answer.Position is { } after && after.Misses > position.Misses;
        if (missed && sensed.Procedure is { } other && other != position.Flow && flows.Find(other) is not null) return null;
        return FlowReplies.ToPlan(answer, knowledge, turn.Language) with { Understood = $"parcours {position.Flow}/{position.Step}", Unsure = missed };
    }

    private static TurnPlan? PerhapsHuman(TurnContext turn, Sensed sensed) =>
        sensed.Exit != WishForHuman.Perhaps ? null : Offer("OfferHumanAsked", turn) with { Understood = sensed.Rule, Position = turn.Position, Unsure = true };

    private TurnPlan? IntentToFlow(TurnContext turn, Sensed sensed)
    {
        if (sensed.Procedure is not { } procedure || flows.Find(procedure) is not { } flow) return null;
        return FlowReplies.ToPlan(FlowEngine.StartWith(flow, turn.Text, turn.Channel, turn.Language), knowledge, turn.Language) with { Understood = $"démarche {procedure}" };
    }

    private TurnPlan? Knowledge(TurnContext turn)
    {
        if (knowledge.Answer(turn.Text) is not { } passage) return null;
        var text = $"{Texts.Say("AnswerFrom", turn.Language, passage.Source.Title)}\n{passage.Text}\n\n{Texts.Say("AnswerFollowUp", turn.Language)}";
        return new TurnPlan([new Reply(text, new ActivityDetails { Source = passage.Source, OffersHuman = true })]) { Understood = $"fiche {passage.Source.FicheId}" };
    }

    private static TurnPlan Miss(TurnContext turn) => (turn.Misses + 1) switch
    {
        >= RequestAtMiss => TurnPlan.Request(
            new HumanAsk("incompris", "general", HandoffRank.Ordinary, HandoffRecord.Assistant), "incompris", new Reply(Texts.Say("RequestAfterMisses", turn.Language))),
        OfferAtMiss => Offer("OfferHuman", turn) with { Misses = OfferAtMiss, Understood = "incompris", Unsure = true },
        var misses => new TurnPlan([new Reply(Texts.Say("NotUnderstood", turn.Language))]) { Misses = misses, Understood = "incompris", Unsure = true },
    };

    private static TurnPlan Offer(string text, TurnContext turn)
    {
        ActivityChoice[] choices = [new(ServiceChoices.Yes, Texts.Say("Yes", turn.Language)), new(ServiceChoices.No, Texts.Say("No", turn.Language))];
        return new TurnPlan([new Reply(Texts.Say(text, turn.Language), new ActivityDetails { Choices = choices, OffersHuman = true })]) { HumanOffered = true };
    }
}
