using System.Collections.Immutable;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Plays a flow, one turn at a time. It knows neither clock nor storage: the position is all that it remembers.</summary>
public static class FlowEngine
{
    private const int OfferAfterMisses = 2;

    /// <summary>Says what the flow is for and goes to its first question.</summary>
    public static FlowTurn Start(Flow flow, FlowChannel channel, string language)
    {
        var position = new FlowPosition(flow.Id, flow.Digest, flow.Start, ImmutableDictionary<string, string>.Empty, 0);
        var turn = new TurnWriter(flow, channel, language);
        turn.Add(new Say(flow.Purpose.In(language, channel)));
        return turn.Run(position, flow.Start);
    }

    /// <summary>One word of the citizen. The way to a person is looked for before anything else.</summary>
    /// <exception cref="ArgumentException">The position belongs to another text of the flow: find that one by its digest.</exception>
    public static FlowTurn Answer(Flow flow, FlowPosition position, string input, FlowChannel channel, string language)
    {
        if (ReservedInputs.IsHumanExit(input, channel))
            return Request(Reasons.AskedForHuman, flow.Skill);
        if (position.Digest != flow.Digest)
            throw new ArgumentException($"The position is in {position.Flow} {position.Digest}, the flow is {flow.Id} {flow.Digest}.", nameof(flow));

        var turn = new TurnWriter(flow, channel, language);
        if (!flow.Steps.TryGetValue(position.Step, out var step) || !step.Waits)
            return Request(Reasons.NotUnderstood, flow.Skill);
        if (ReservedInputs.IsRepeat(input))
            return turn.Repeat(position, step);
        if (CourtesyIn(flow, position, step, input, channel, language) is { } courtesy)
            return MeansYes(flow, step, courtesy) ? turn.Run(position with { Misses = 0, Page = 0 }, ((AskStep)step).After(YesNo.Yes)) : turn.AnswerPolitely(position, step, courtesy);
        return step is AskStep ask
            ? AnswerQuestion(flow, turn, position, ask, input, channel, language)
            : AnswerOffer(flow, turn, position, (OfferHumanStep)step, input);
    }

    /// <summary>
    /// The choice that these words name exactly while a question waits: id, number, whole label or one of its words alone. Such an answer is
    /// an answer, however it sounds outside the question (« Mon dossier est bloqué »). Null when there is none.
    /// </summary>
    public static string? NamesChoice(Flow flow, FlowPosition position, string input, FlowChannel channel, string language) =>
        flow.Steps.GetValueOrDefault(position.Step) is AskStep { Kind: AnswerKind.Choice } ask ? PickChoice.ReadExact(ask.Choices, input, channel, language) : null;

    /// <summary>
    /// Starts the flow with the sentence that called for it: when that sentence answers the first question in words of its author, the question is not asked.
    /// Whoever only named the procedure is asked.
    /// </summary>
    public static FlowTurn StartWith(Flow flow, string sentence, FlowChannel channel, string language)
    {
        var start = Start(flow, channel, language);
        if (start.Position is not { } position || flow.Steps[position.Step] is not AskStep { Kind: AnswerKind.Choice } ask) return start;
        if (PickChoice.ReadUnasked(flow, ask.Choices, sentence, channel, language) is not { } picked) return start;
        var answer = Answer(flow, position, picked, channel, language);
        // The purpose is said before the first answer, as at every start.
        return answer with { Outputs = [start.Outputs[0], .. answer.Outputs] };
    }

    /// <summary>What is polite is no answer, and no miss either. An answer that sounds like it (« d'accord » to an offer) stays an answer.</summary>
    private static Courtesy? CourtesyIn(Flow flow, FlowPosition position, FlowStep step, string input, FlowChannel channel, string language)
    {
        // Whatever is written where any words are asked for is the answer.
        if (step is AskStep { Kind: AnswerKind.Text } || Courtesies.ReadAlone(input) is not { } courtesy) return null;
        var asksYesOrNo = step is OfferHumanStep or AskStep { Kind: AnswerKind.YesNo } || position.Misses >= OfferAfterMisses;
        if (asksYesOrNo && YesOrNo.Read(input) is not null) return null;
        return step is AskStep { Kind: AnswerKind.Choice } ask && PickChoice.Read(flow, ask.Choices, input, channel, language) is not null ? null : courtesy;
    }

    /// <summary>Where a yes is all that a flow still waits for (« Est-ce que cela répond à votre question ? »), thanks and a farewell are that yes.</summary>
    private static bool MeansYes(Flow flow, FlowStep step, Courtesy courtesy) =>
        courtesy == Courtesy.Thanks && step is AskStep { Kind: AnswerKind.YesNo } ask && flow.Steps.GetValueOrDefault(ask.After(YesNo.Yes)) is EndStep;

    private static FlowTurn AnswerQuestion(
        Flow flow, TurnWriter turn, FlowPosition position, AskStep ask, string input, FlowChannel channel, string language)
    {
        if (position.Misses >= OfferAfterMisses && AnswersPendingOffer(ask, input, channel) is { } accepted)
            return accepted == YesNo.Yes ? Request(Reasons.NotUnderstood, flow.Skill) : turn.AskAgain(position with { Misses = 1 }, ask);

        if (IsMore(ask, input, channel))
            return turn.NextChoices(position, ask);

        if (UnderstandAnswer.Read(flow, ask, input, channel, language) is { } answer)
        {
            var answers = ask.Save is null ? position.Answers : position.Answers.SetItem(ask.Save, answer);
            return turn.Run(position with { Answers = answers, Misses = 0, Page = 0 }, ask.After(answer));
        }

        return (position.Misses + 1) switch
        {
            1 => turn.AskAgain(position with { Misses = 1 }, ask),
            OfferAfterMisses => turn.OfferHuman(position with { Misses = OfferAfterMisses }),
            _ => Request(Reasons.NotUnderstood, flow.Skill),
        };
    }

    private static FlowTurn AnswerOffer(Flow flow, TurnWriter turn, FlowPosition position, OfferHumanStep offer, string input)
    {
        var answer = UnderstandAnswer.YesOrNo(input);
        if (answer == YesNo.Yes)
            return Request(offer.Reason, offer.Skill);
        if (answer == YesNo.No)
            return turn.Run(position with { Misses = 0, Page = 0 }, offer.Then);
        return position.Misses < OfferAfterMisses
            ? turn.OfferAgain(position with { Misses = position.Misses + 1 }, offer)
            : Request(Reasons.NotUnderstood, flow.Skill);
    }

    /// <summary>The offer was the last thing said, so yes and no answer it. A typed number still picks a choice that is on the
    /// screen; on the phone the keys that were just read out are those of the offer.</summary>
    private static string? AnswersPendingOffer(AskStep ask, string input, FlowChannel channel) =>
        ask.Kind != AnswerKind.YesNo && channel != FlowChannel.Voice && input.Trim() is "1" or "2" ? null : UnderstandAnswer.YesOrNo(input);

    private static bool IsMore(AskStep ask, string input, FlowChannel channel) =>
        channel == FlowChannel.Voice && ask.Choices.Count > TurnWriter.ChoicesReadAtOnce
        && input.Trim() is ReservedInputs.MoreKey or ReservedInputs.MoreChoice;

    private static FlowTurn Request(string reason, string skill) => new([new RequestHuman(null, reason, skill)], null);
}
