using Microsoft.Extensions.Logging;
using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>
/// One automatic turn: what the citizen said and where the conversation stands in, what is said and done out. The order is the promise (G1):
/// the human exit and the distress lane are plain code and come before every flow, answer and guess; these may fail, and then a human is
/// offered; and the third miss asks for a human by itself.
/// </summary>
internal sealed class Turn(ISense sense, AnswerInTime assistant, FlowShelf flows, ILogger<Turn> log)
{
    public async Task<TurnPlan> PlanAsync(TurnContext turn, CancellationToken ct)
    {
        if (turn.Choice == ServiceChoices.Human) return TurnPlan.Request(ByCitizen(turn, Sensed.Nothing), UnderstoodNote.Button);
        if (Listen(turn) is not { } sensed) return OfferOfHuman.WhenDeaf(turn);
        return Distress(turn, sensed)
            ?? HumanExit(turn, sensed)
            ?? Stand(turn)
            ?? WithoutAssistant(turn, sensed)
            ?? OfferedHuman(turn)
            ?? Courtesy(turn, sensed)
            ?? await AutomaticAsync(turn, sensed, ct);
    }

    private async Task<TurnPlan> AutomaticAsync(TurnContext turn, Sensed sensed, CancellationToken ct) => !flows.Speaks(turn.Language) ? OfferOfHuman.WhenOnlyFrench(turn) : await assistant.RunAsync(turn, sensed, ct) switch
    {
        ({ } plan, _) => plan,
        (null, Failed: true) => OfferOfHuman.AfterFailure(turn),
        _ => OfferOfHuman.AfterMiss(turn),
    };

    /// <summary>Null when the sentence could not even be listened to.</summary>
    private Sensed? Listen(TurnContext turn)
    {
        try
        {
            // An answer that names a choice is that answer, however it would sound outside its question.
            return turn.Choice is null && !NamesChoice(turn) ? sense.Read(turn.Text) : Sensed.Nothing;
        }
        catch (Exception e)
        {
            log.LogError("What a citizen wrote could not be listened to ({Failure}); a human is asked for", e.GetType().Name);
            return null;
        }
    }

    private bool NamesChoice(TurnContext turn) =>
        turn.Position is { } position && flows.Find(position) is { } flow
        && FlowEngine.NamesChoice(flow, position, turn.Text, turn.Channel, turn.Language) is not null;

    private static TurnPlan? Distress(TurnContext turn, Sensed sensed) => sensed.Distress is not { } words ? null :
        TurnPlan.Request(
            HumanAsk.InDistress, sensed.Rule,
            words.On(turn.Channel, turn.Language),
            new Reply(turn.Say("DistressRequest"), ByService: true)) with { RefusesAssistant = sensed.RefusesAssistant };

    private TurnPlan? HumanExit(TurnContext turn, Sensed sensed) =>
        sensed.Exit == WishForHuman.Yes ? TurnPlan.Request(ByCitizen(turn, sensed), sensed.Rule) with { RefusesAssistant = sensed.RefusesAssistant } : null;

    /// <summary>Whoever says a receipt is told where that request stands (G2), also after refusing the assistant: it is the service that says it. What was asked before is asked again.</summary>
    private TurnPlan? Stand(TurnContext turn)
    {
        if (turn.Stand is not { } stand) return null;
        var again = turn.Position is { } position && flows.Find(position) is { } flow
            ? FlowEngine.Answer(flow, position, ReservedInputs.Repeat, turn.Channel, turn.Language).Outputs.OfType<Ask>().Select(FlowReplies.Question) : [];
        var plan = new TurnPlan([new Reply(stand, ByService: true), .. again], turn.Position) { Misses = turn.Misses, Understood = UnderstoodNote.Receipt };
        return turn.HumanOffered ? OfferOfHuman.Beside(plan, turn) : plan;
    }

    /// <summary>No question is asked first: the skill is that of the procedure spoken of, or of the running flow.</summary>
    private HumanAsk ByCitizen(TurnContext turn, Sensed sensed)
    {
        var procedure = sensed.Procedure ?? turn.Position?.Flow;
        var flow = procedure is null ? null : flows.Find(procedure);
        var ask = sensed.RefusesAssistant ? HumanAsk.InsteadOfAssistant : HumanAsk.ByCitizen;
        return flow is null ? ask : ask with { Skill = flow.Skill };
    }

    /// <summary>Whoever refused the assistant gets the human; after a counsellor the assistant stays silent until it is asked (G7).</summary>
    private static TurnPlan? WithoutAssistant(TurnContext turn, Sensed sensed)
    {
        if (turn.RefusesAssistant) return Thanks(turn, sensed) ?? TurnPlan.Request(HumanAsk.InsteadOfAssistant, UnderstoodNote.PrefersHuman);
        if (turn.Choice == ServiceChoices.Assistant)
            return new TurnPlan([new Reply(turn.Say("ContinueWithAssistant"))]) { WakesAssistant = true, Understood = UnderstoodNote.Button };
        if (!turn.AfterCounsellor) return null;
        ActivityChoice[] choices =
        [
            new(ServiceChoices.Human, Texts.Say("TalkToHuman", turn.Language), "0"),
            new(ServiceChoices.Assistant, Texts.Say("AskAssistant", turn.Language), "1"),
        ];
        return new TurnPlan([new Reply(turn.Say("AfterTheEnd"), new ActivityDetails { Choices = choices }, ByService: true)]) { Understood = UnderstoodNote.AfterCounsellor };
    }

    /// <summary>Whoever thanks after the end asks for nobody: a request would take a counsellor from somebody who waits. A greeting begins something, and is for a person.</summary>
    private static TurnPlan? Thanks(TurnContext turn, Sensed sensed) =>
        PoliteAlone(turn, sensed) is not (null or Flows.Engine.Courtesy.Greeting)
            ? new TurnPlan([new Reply(turn.Say("ThankedWithoutAssistant"), new ActivityDetails { Choices = [new(ServiceChoices.Human, Texts.Say("TalkToHuman", turn.Language), "0")] }, ByService: true)]) { Understood = UnderstoodNote.Courtesy }
            : null;

    /// <summary>A greeting or thanks are neither a question nor a miss. Inside a flow the flow itself returns them; where a wish may stand beside them, that one is heard.</summary>
    private TurnPlan? Courtesy(TurnContext turn, Sensed sensed) =>
        (turn.Position is null || flows.Find(turn.Position) is null) && PoliteAlone(turn, sensed) is { } courtesy ? PoliteAnswer.To(courtesy, turn) : null;

    private static Flows.Engine.Courtesy? PoliteAlone(TurnContext turn, Sensed sensed) =>
        turn.Choice is null && sensed.Exit == WishForHuman.None ? Courtesies.ReadAlone(turn.Text) : null;

    private TurnPlan? OfferedHuman(TurnContext turn)
    {
        // Inside a flow the flow itself reads the answer to its offer.
        if (!turn.HumanOffered) return null;
        return YesOrNo.ReadAlone(turn.Choice ?? turn.Text) switch
        {
            true => TurnPlan.Request(ByCitizen(turn, Sensed.Nothing), UnderstoodNote.OfferAccepted),
            false => new TurnPlan([new Reply(turn.Say("ContinueWithAssistant"))], turn.Position) { Understood = UnderstoodNote.OfferDeclined },
            null => null,
        };
    }
}
