using System.Globalization;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

internal delegate FlowTurn AnswerFlow(Flow flow, FlowPosition position, string input, FlowChannel channel, string language);

/// <summary>Proves that a person is one action away from everywhere: plays the flow through every answer, misunderstanding and
/// page of choices, in each language and on each channel, and in each position that it meets really takes the exit.</summary>
internal static class CheckExit
{
    // Twelve questions of six choices with three decided answers stay below; a flow above is several flows.
    private const int MostPositions = 50_000;

    public static IEnumerable<FlowProblem> Of(Flow flow, AnswerFlow answer)
    {
        var problems = new HashSet<FlowProblem>();
        var waitedAt = new HashSet<string>();
        var whole = true;
        foreach (var channel in flow.Channels)
        {
            foreach (var language in flow.Languages)
                whole &= Walk(flow, channel, language, answer, problems, waitedAt);
        }

        if (!whole)
            problems.Add(new(flow.File, 1, null, $"more than {MostPositions} positions: too large to prove that a person is always one action away; decide on fewer answers or split the flow"));
        else
            problems.UnionWith(CheckGraph.Reached(flow).Select(id => flow.Steps[id]).Where(step => step.Waits && !waitedAt.Contains(step.Id))
                .Select(step => new FlowProblem(flow.File, step.Line, step.Id, "no answers of the citizen lead here")));
        return problems;
    }

    private static bool Walk(
        Flow flow, FlowChannel channel, string language, AnswerFlow answer, HashSet<FlowProblem> problems, HashSet<string> waitedAt)
    {
        var decided = flow.Steps.Values.OfType<DecideStep>().Select(decide => decide.On).Distinct().Order(StringComparer.Ordinal).ToList();
        var met = new HashSet<string>();
        var open = new Queue<FlowPosition>();
        Meet(FlowEngine.Start(flow, channel, language).Position);
        while (open.TryDequeue(out var position))
        {
            if (met.Count > MostPositions)
                return false;
            var step = flow.Steps[position.Step];
            waitedAt.Add(step.Id);
            foreach (var action in ReservedInputs.ExitActions(channel).Where(action => !ReachesPerson(answer(flow, position, action, channel, language))))
                problems.Add(new(flow.File, step.Line, step.Id, $"the way to a person is lost: `{action}` on {channel.ToString().ToLowerInvariant()} in {language} does not reach one"));
            foreach (var input in Inputs(step))
                Meet(answer(flow, position, input, channel, language).Position);
        }

        return true;

        void Meet(FlowPosition? position)
        {
            if (position is not null && met.Add(KeyOf(position, decided)))
                open.Enqueue(position);
        }
    }

    private static bool ReachesPerson(FlowTurn turn) =>
        turn is { Position: null, Outputs: [.., RequestHuman { Reason: Reasons.AskedForHuman }] };

    /// <summary>Two positions that differ only in answers that decide nothing go the same ways.</summary>
    private static string KeyOf(FlowPosition position, List<string> decided) => string.Join('|',
        [
            position.Step, position.Misses.ToString(CultureInfo.InvariantCulture), position.Page.ToString(CultureInfo.InvariantCulture),
            .. decided.Select(name => position.Answers.GetValueOrDefault(name, "")),
        ]);

    /// <summary>One input for each thing that can happen at a step: each answer, silence, help, the next page, the way back.</summary>
    private static IEnumerable<string> Inputs(FlowStep step)
    {
        string[] always = ["", "*", ReservedInputs.MoreKey, ReservedInputs.StartAgain];
        return step switch
        {
            AskStep { Kind: AnswerKind.Choice } ask => [.. ask.Answers, .. always],
            AskStep { Kind: AnswerKind.Postcode } => ["59000", .. always],
            AskStep { Kind: AnswerKind.Date } => ["31/12/2024", .. always],
            AskStep { Kind: AnswerKind.Text } => ["une phrase", .. always],
            _ => ["oui", "non", .. always],
        };
    }
}
