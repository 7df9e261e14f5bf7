using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Writes the outputs of one turn, in one language, for one channel.</summary>
internal sealed class TurnWriter(Flow flow, FlowChannel channel, string language)
{
    /// <summary>A caller keeps three choices in mind; the others are one key away.</summary>
    public const int ChoicesReadAtOnce = 3;

    private readonly List<FlowOutput> outputs = [];
    private readonly EnginePhrases phrases = EnginePhrases.In(language);

    public void Add(FlowOutput output) => outputs.Add(output);

    /// <summary>Goes through the steps that need no word of the citizen, up to one that does or to the end.</summary>
    public FlowTurn Run(FlowPosition position, string stepId)
    {
        var passed = new HashSet<string>();
        while (passed.Add(stepId) && flow.Steps.TryGetValue(stepId, out var step))
        {
            switch (step)
            {
                case SayStep say:
                    Add(new Say(Text(say.Text, position)));
                    stepId = say.Then;
                    break;
                case FicheStep fiche:
                    Add(new ShowFiche(fiche.Fiche));
                    stepId = fiche.Then;
                    break;
                case GotoStep go:
                    stepId = go.Target;
                    break;
                case DecideStep decide:
                    stepId = Decide(decide, position);
                    break;
                case RequestStep request:
                    return Over(new RequestHuman(request.Text is null ? null : Text(request.Text, position), request.Reason, request.Skill));
                case EndStep end:
                    return Over(new Ended(end.Text is null ? null : Text(end.Text, position)));
                default:
                    return Repeat(position with { Step = stepId, Misses = 0, Page = 0 }, step);
            }
        }

        // Nothing that the checker lets through comes here: a circle, or a decision without a case. A person takes over.
        return Over(new RequestHuman(null, Reasons.NotUnderstood, flow.Skill));
    }

    /// <summary>What waits for an answer, once more; not counted as a miss.</summary>
    public FlowTurn Repeat(FlowPosition position, FlowStep step) => step switch
    {
        AskStep when position.Misses >= 2 => OfferHuman(position),
        AskStep ask => Waiting(position, new Ask(Text(ask.Text, position), ask.Kind, Choices(ask, position.Page))),
        OfferHumanStep offer => Waiting(position, new OfferHuman(Text(offer.Text, position), offer.Reason, offer.Skill)),
        _ => Run(position, step.Id),
    };

    /// <summary>The same for whoever asked for help, with the way back where there is one.</summary>
    public FlowTurn Help(FlowPosition position, FlowStep step)
    {
        if (WayBack(position) is { } way) Add(new Say(way));
        return Repeat(position, step);
    }

    /// <summary>The first question once more, without what was said before it.</summary>
    public FlowTurn StartAgain(FlowPosition beginning)
    {
        Add(new Say(phrases.FromTheBeginning));
        return Run(beginning, FlowBeginning.Of(flow).Question?.Id ?? flow.Start);
    }

    /// <summary>Says which choice was understood, where none was pressed.</summary>
    public void Understood(Choice choice) => Add(new Say(string.Format(System.Globalization.CultureInfo.InvariantCulture, phrases.Understood, choice.Text.In(language, channel))));

    /// <summary>A courtesy is returned, and what waits for an answer is said once more.</summary>
    public FlowTurn AnswerPolitely(FlowPosition position, FlowStep step, Courtesy courtesy)
    {
        if (phrases.Politely(courtesy) is { } words) Add(new Say(words));
        return Repeat(position, step);
    }

    public FlowTurn AskAgain(FlowPosition position, AskStep ask)
    {
        var again = ask.Again is null
            ? $"{phrases.HowToAnswer(ask.Kind, channel)} {Text(ask.Text, position)}"
            : Text(ask.Again, position);
        return Waiting(position, new Ask($"{NotUnderstood(position)} {again}", ask.Kind, Choices(ask, position.Page)));
    }

    public FlowTurn OfferHuman(FlowPosition position) =>
        Waiting(position, new OfferHuman(phrases.OfferHuman, Reasons.NotUnderstood, flow.Skill));

    public FlowTurn OfferAgain(FlowPosition position, OfferHumanStep offer)
    {
        var text = $"{NotUnderstood(position)} {phrases.HowToAnswer(AnswerKind.YesNo, channel)} {Text(offer.Text, position)}";
        return Waiting(position, new OfferHuman(text, offer.Reason, offer.Skill));
    }

    public FlowTurn NextChoices(FlowPosition position, AskStep ask)
    {
        var pages = (ask.Choices.Count + ChoicesReadAtOnce - 1) / ChoicesReadAtOnce;
        var next = position with { Page = (position.Page + 1) % pages };
        var text = next.Page == 0 ? Text(ask.Text, position) : phrases.OtherChoices;
        return Waiting(next, new Ask(text, ask.Kind, Choices(ask, next.Page)));
    }

    private static string Decide(DecideStep decide, FlowPosition position) =>
        position.Answers.TryGetValue(decide.On, out var answer) && decide.Cases.TryGetValue(answer, out var then)
            ? then
            : decide.Otherwise ?? "";

    /// <summary>Keys are the same on every page and every channel, so that a number never means two things.</summary>
    private IReadOnlyList<FlowChoice> Choices(AskStep ask, int page)
    {
        if (ask.Kind == AnswerKind.YesNo)
            return [new(YesNo.Yes, phrases.Yes, "1"), new(YesNo.No, phrases.No, "2")];

        var all = ask.Choices.Select((choice, at) => new FlowChoice(choice.Id, choice.Text.In(language, channel), PickChoice.KeyOf(at)));
        if (channel != FlowChannel.Voice || ask.Choices.Count <= ChoicesReadAtOnce)
            return [.. all];
        return
        [
            .. all.Skip(page * ChoicesReadAtOnce).Take(ChoicesReadAtOnce),
            new FlowChoice(ReservedInputs.MoreChoice, phrases.MoreChoices, ReservedInputs.MoreKey),
        ];
    }

    private string Text(FlowText text, FlowPosition position) => Placeholders.Fill(text.In(language, channel), flow, position.Answers, channel, language);

    private string NotUnderstood(FlowPosition position) => WayBack(position) is { } way ? $"{phrases.NotUnderstood} {way}" : phrases.NotUnderstood;

    private string? WayBack(FlowPosition position) => FlowBeginning.Of(flow).IsAt(position.Step) ? null : phrases.HowToGoBack(channel);

    private FlowTurn Waiting(FlowPosition position, FlowOutput output) => new([.. outputs, output], position) { CanStartAgain = !FlowBeginning.Of(flow).IsAt(position.Step) };

    private FlowTurn Over(FlowOutput last) => new([.. outputs, last], null);
}
