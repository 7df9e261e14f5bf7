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
        var turn = new TurnWriter(flow, channel, language);
        turn.Add(new Say(flow.Purpose.In(language, channel)));
        return turn.Run(Beginning(flow), flow.Start);
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
            return turn.Help(position, step);
        if (ReservedInputs.IsStartAgain(input, channel))
            return step is OfferHumanStep && FlowBeginning.Of(flow).IsAt(step.Id) ? turn.Repeat(position, step) : turn.StartAgain(Beginning(flow));
        if (CourtesyIn(flow, position, step, input, channel, language) is { } courtesy)
            return MeansYes(flow, step, courtesy) ? turn.Run(position with { Misses = 0, Page = 0 }, ((AskStep)step).After(YesNo.Yes)) : turn.AnswerPolitely(position, step, courtesy);
        if (Corrected(flow, step, input, channel, language) is { } corrected)
            return corrected;
        return step is AskStep ask
            ? AnswerQuestion(flow, turn, position, ask, input, channel, language)
            : AnswerOffer(flow, turn, position, (OfferHumanStep)step, input, channel, language);
    }

    /// <summary>
    /// The choice that these words name exactly while a question waits: id, number, whole label or one of its words alone. Such an answer is
    /// an answer, however it sounds outside the question (« Mon dossier est bloqué »). Null when there is none.
    /// </summary>
    public static string? NamesChoice(Flow flow, FlowPosition position, string input, FlowChannel channel, string language) =>
        flow.Steps.GetValueOrDefault(position.Step) is AskStep { Kind: AnswerKind.Choice } ask ? PickChoice.ReadExact(ask.Choices, input, channel, language) : null;

    /// <summary>
    /// What these words answer while a question waits, in the words of its author, where they hold more than the answer: a sentence may have a word of an answer
    /// and be about something else (« je n'ai pas reçu mon RSA », « oui, et pour ma carte grise ? »). Null where they are the answer and nothing else, or none.
    /// </summary>
    public static string? AnswerAmongOtherWords(Flow flow, FlowPosition position, string input, FlowChannel channel, string language) => flow.Steps.GetValueOrDefault(position.Step) switch
    {
        AskStep { Kind: AnswerKind.Choice } ask when PickChoice.ReadExact(ask.Choices, input, channel, language) is null => PickChoice.Read(flow, ask.Choices, input, channel, language) is { } picked
            ? InItsWords(ask.Choices.Single(choice => choice.Id == picked), channel, language)
            : null,
        // Only where the flow has said all: before, what follows a yes explains it (« oui, c'est mon mari qui est à la retraite »).
        AskStep { Kind: AnswerKind.YesNo } ask when IsLast(flow, ask) && YesOrNo.Read(input) is not null && YesOrNo.ReadAlone(input) is null => ask.Text.In(language, channel),
        _ => null,
    };

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

    private static string InItsWords(Choice choice, FlowChannel channel, string language) => string.Join(' ', choice.Words.Prepend(choice.Text.In(language, channel)));

    private static FlowPosition Beginning(Flow flow) => new(flow.Id, flow.Digest, flow.Start, ImmutableDictionary<string, string>.Empty, 0);

    /// <summary>
    /// « Je me suis trompé », alone or with what was meant: the first question, or the answer to it. Not where these words answer what is asked (« j'ai fait une
    /// erreur » is a choice of somebody), and not with something else behind it (« je me suis trompé dans ma déclaration »). Null then.
    /// </summary>
    private static FlowTurn? Corrected(Flow flow, FlowStep step, string input, FlowChannel channel, string language)
    {
        if (step is AskStep { Kind: AnswerKind.Text } || GoingBack.Mistaken(input) is not { } meant) return null;
        if (step is AskStep { Kind: AnswerKind.Choice } ask && PickChoice.Read(flow, ask.Choices, input, channel, language) is not null) return null;
        // A yes or a no without its question says no more than that the answer before was wrong.
        if (meant.Length == 0 || UnderstandAnswer.YesOrNo(meant) is not null) return new TurnWriter(flow, channel, language).StartAgain(Beginning(flow));
        return FlowBeginning.Of(flow).Question is { Kind: AnswerKind.Choice } first && PickChoice.ReadUnasked(flow, first.Choices, meant, channel, language) is { } picked
            ? AnswerFirst(flow, first, picked, channel, language)
            : null;
    }

    /// <summary>What the words say to the first question, where that is another answer than the one that led here.</summary>
    private static FlowTurn? Instead(Flow flow, FlowPosition position, FlowStep step, string input, FlowChannel channel, string language)
    {
        if (FlowBeginning.Of(flow).Question is not { Kind: AnswerKind.Choice } first || first == step) return null;
        if (SaidInstead.Read(flow, first, step, input, channel, language) is not { } picked) return null;
        if (first.Save is { } name && position.Answers.GetValueOrDefault(name) == picked) return null;
        var turn = AnswerFirst(flow, first, picked, channel, language);
        // A request or an end on the strength of a guess would be untrue now and then.
        return turn.Position is null || turn.Position.Step == position.Step ? null : turn with { SaidInstead = true };
    }

    /// <summary>What was understood is said: whoever was misheard notices.</summary>
    private static FlowTurn AnswerFirst(Flow flow, AskStep first, string picked, FlowChannel channel, string language)
    {
        var turn = new TurnWriter(flow, channel, language);
        turn.Understood(first.Choices.Single(choice => choice.Id == picked));
        return AnswerQuestion(flow, turn, Beginning(flow), first, picked, channel, language);
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
        courtesy == Courtesy.Thanks && step is AskStep { Kind: AnswerKind.YesNo } ask && IsLast(flow, ask);

    private static bool IsLast(Flow flow, AskStep ask) => flow.Steps.GetValueOrDefault(ask.After(YesNo.Yes)) is EndStep;

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

        if (Instead(flow, position, ask, input, channel, language) is { } instead)
            return instead;

        return (position.Misses + 1) switch
        {
            1 => turn.AskAgain(position with { Misses = 1 }, ask),
            OfferAfterMisses => turn.OfferHuman(position with { Misses = OfferAfterMisses }),
            _ => Request(Reasons.NotUnderstood, flow.Skill),
        };
    }

    private static FlowTurn AnswerOffer(Flow flow, TurnWriter turn, FlowPosition position, OfferHumanStep offer, string input, FlowChannel channel, string language)
    {
        var answer = UnderstandAnswer.YesOrNo(input);
        if (answer == YesNo.Yes)
            return Request(offer.Reason, offer.Skill);
        if (answer == YesNo.No)
            return turn.Run(position with { Misses = 0, Page = 0 }, offer.Then);
        if (Instead(flow, position, offer, input, channel, language) is { } instead)
            return instead;
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
