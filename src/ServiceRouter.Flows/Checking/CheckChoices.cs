using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>A question has two to six choices, none takes a word or a key that leads to a person, and what is said to pick a choice picks it.</summary>
internal static class CheckChoices
{
    private const int FewestChoices = 2;
    private const int MostChoices = 6;

    public static IEnumerable<FlowProblem> Of(Flow flow, Func<string, bool> isHumanExit)
    {
        var isExit = Once(isHumanExit);
        foreach (var ask in flow.Steps.Values.OfType<AskStep>().Where(ask => ask.Kind == AnswerKind.Choice))
        {
            if (ask.Choices.Count is < FewestChoices or > MostChoices)
                yield return new(flow.File, ask.Line, ask.Id, $"a question has {FewestChoices} to {MostChoices} choices; this one has {ask.Choices.Count}");
            foreach (var choice in ask.Choices)
            {
                foreach (var reason in Reasons(flow, ask, choice, isExit).Distinct())
                    yield return new(flow.File, choice.Line, ask.Id, reason);
            }
        }
    }

    private static IEnumerable<string> Reasons(Flow flow, AskStep ask, Choice choice, Func<string, bool> isHumanExit)
    {
        // Channels with the same labels have the same answer.
        var forms = flow.Languages.SelectMany(language => flow.Channels.Select(channel => (language, channel)))
            .DistinctBy(form => string.Join('\n', ask.Choices.Select(other => other.Text.In(form.language, form.channel))));
        foreach (var (language, channel) in forms)
        {
            string[] picks = [choice.Id, choice.Text.In(language, channel), .. choice.Words];
            foreach (var pick in picks)
            {
                if (Reason(flow, ask, choice, pick, channel, language, isHumanExit) is { } reason)
                    yield return reason;
            }
        }
    }

    /// <summary>The same words stand in many choices, and reading them is not cheap.</summary>
    private static Func<string, bool> Once(Func<string, bool> isHumanExit)
    {
        var heard = new Dictionary<string, bool>(StringComparer.Ordinal);
        return text => heard.TryGetValue(text, out var known) ? known : heard[text] = isHumanExit(text);
    }

    private static string? Reason(Flow flow, AskStep ask, Choice choice, string pick, FlowChannel channel, string language, Func<string, bool> isHumanExit)
    {
        if (ReservedInputs.Reserves(pick))
            return $"the choice `{choice.Id}` takes `{pick}`, which is reserved for reaching a person, for help, for going back or for the phone's keys";
        if (isHumanExit(pick))
            return $"the choice `{choice.Id}` takes `{pick}`, which is heard as asking for a person: this choice could never be picked by it";
        if (pick.All(char.IsAsciiDigit))
            return $"the choice `{choice.Id}` takes the number `{pick}`: a number is a choice's place in the list";
        var picked = PickChoice.Read(flow, ask.Choices, pick, channel, language);
        if (picked == choice.Id)
            return null;
        return $"`{pick}` of the choice `{choice.Id}` picks {(picked is null ? "none: it fits another choice as well" : $"the choice `{picked}`")}";
    }
}
