using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Dialogue;

/// <summary>Goes on with the running flow, or begins the one that a sentence names.</summary>
internal sealed class FlowAssistant(FlowShelf flows, IKnowledge knowledge, ISense sense) : IAssistant
{
    public Part Part => Part.Flows;

    public Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct) =>
        Task.FromResult(ChosenFlow(turn) ?? RunningFlow(turn, sensed) ?? Beginning(turn) ?? Reception(turn, sensed) ?? PerhapsHuman(turn, sensed) ?? IntentToFlow(turn, sensed));

    private TurnPlan? ChosenFlow(TurnContext turn)
    {
        if (turn.Choice?.StartsWith(ServiceChoices.ProcedurePrefix, StringComparison.Ordinal) != true) return null;
        var id = turn.Choice[ServiceChoices.ProcedurePrefix.Length..];
        return flows.Find(id) is { } flow ? FlowReplies.ToPlan(FlowEngine.Start(flow, turn.Channel, turn.Language), knowledge, turn) with { Understood = UnderstoodNote.Procedure(id) } : null;
    }

    private TurnPlan? RunningFlow(TurnContext turn, Sensed sensed)
    {
        if (turn.Position is not { } position || flows.Find(position) is not { } flow) return null;
        // A wish in other words than the reserved ones is heard inside a flow too, unless the sentence is a button's.
        if (sensed.Exit == WishForHuman.Perhaps && Misses(FlowEngine.Answer(flow, position, turn.Text, turn.Channel, turn.Language), position)) return null;
        if (IsAboutAnother(turn, sensed, flow, position)) return null;
        var answer = FlowEngine.Answer(flow, position, turn.Choice ?? turn.Text, turn.Channel, turn.Language);
        var missed = Misses(answer, position);
        if (missed && sensed.Reception is not null) return null;
        if (missed && sensed.Procedure is { } other && other != position.Flow && flows.Find(other) is not null) return null;
        return FlowReplies.ToPlan(answer, knowledge, turn) with { Understood = UnderstoodNote.Step(position.Flow, position.Step), Unsure = missed };
    }

    // « Je n'ai pas reçu mon RSA » has the words of an answer about the chèque énergie. Not where the answer itself speaks of the other procedure, nor where the other is
    // only why: « je ne peux pas payer, je suis au RSA ».
    private bool IsAboutAnother(TurnContext turn, Sensed sensed, Flow flow, FlowPosition position) =>
        sensed.NamesProcedure && sensed.Procedure is { } other && other != position.Flow && flows.Find(other) is not null && turn.Choice is null
        && FlowEngine.AnswerAmongOtherWords(flow, position, turn.Text, turn.Channel, turn.Language) is { } answer
        && sense.Read(answer).Procedure != other
        && !Clauses.Of(turn.Text).Any(clause => Answers(turn with { Text = clause }, flow, position, answer) && sense.Read(clause).Procedure != other);

    private static bool Answers(TurnContext turn, Flow flow, FlowPosition position, string answer) =>
        FlowEngine.NamesChoice(flow, position, turn.Text, turn.Channel, turn.Language) is not null || FlowEngine.AnswerAmongOtherWords(flow, position, turn.Text, turn.Channel, turn.Language) == answer;

    // What was taken for an answer to the first question may be something else as well, and that is surer.
    private static bool Misses(FlowTurn answer, FlowPosition before) => answer.SaidInstead || answer.Position?.Misses > before.Misses;

    /// <summary>« Retour » where no flow runs (any more) has nothing to go back to, and was understood all the same.</summary>
    private TurnPlan? Beginning(TurnContext turn) =>
        (turn.Position is null || flows.Find(turn.Position) is null) && ReservedInputs.IsStartAgain(turn.Choice ?? turn.Text, FlowChannel.Web)
            ? new TurnPlan([new Reply(turn.Say("ContinueWithAssistant"))]) { Misses = turn.Misses, Understood = UnderstoodNote.Beginning }
            : null;

    // A running flow goes on where it was.
    private TurnPlan? Reception(TurnContext turn, Sensed sensed) => sensed.Reception is { } topic && ReceptionAnswer.To(topic, turn, knowledge) is { } plan
        ? sensed.Exit == WishForHuman.Perhaps ? OfferOfHuman.Beside(plan, turn) : plan
        : null;

    // Between the running flow, which may know what the sentence answers, and the guess at a new one.
    private static TurnPlan? PerhapsHuman(TurnContext turn, Sensed sensed) => sensed.Exit == WishForHuman.Perhaps ? OfferOfHuman.WhenPerhapsAsked(turn, sensed) : null;

    private TurnPlan? IntentToFlow(TurnContext turn, Sensed sensed)
    {
        if (sensed.Procedure is not { } procedure || flows.Find(procedure) is not { } flow) return null;
        return FlowReplies.ToPlan(FlowEngine.StartWith(flow, turn.Text, turn.Channel, turn.Language), knowledge, turn) with { Understood = UnderstoodNote.Procedure(procedure) };
    }
}
