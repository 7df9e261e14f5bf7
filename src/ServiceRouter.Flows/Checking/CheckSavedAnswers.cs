using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>A decision, or a text that repeats an answer, comes only after that answer on every way; a decision has a case for each answer.</summary>
internal static class CheckSavedAnswers
{
    public static IEnumerable<FlowProblem> Of(Flow flow)
    {
        var given = CertainlyGiven(flow);
        var asks = flow.Steps.Values.OfType<AskStep>().Where(ask => ask.Save is not null).ToLookup(ask => ask.Save!);

        foreach (var twice in asks.SelectMany(same => same.Skip(1).Where(ask => ask.Kind != same.First().Kind)))
            yield return Problem(twice, $"`{twice.Save}` is already saved at step `{asks[twice.Save!].First().Id}` as another kind of answer");
        foreach (var decide in flow.Steps.Values.OfType<DecideStep>())
        {
            foreach (var reason in Reasons(decide, [.. asks[decide.On]], given))
                yield return Problem(decide, reason);
        }

        foreach (var written in WrittenText.AllOf(flow))
        {
            foreach (var name in written.Text.Languages.Values.SelectMany(Forms).SelectMany(Placeholders.In).Distinct())
            {
                if (written.Step is null || !Given(given, written.Step.Id).Contains(name))
                    yield return new(flow.File, written.Text.Line, written.Step?.Id, $"{written.What} repeats the answer `{name}`, which is not given on every way to here");
            }
        }

        FlowProblem Problem(FlowStep step, string reason) => new(flow.File, step.Line, step.Id, reason);
    }

    private static IEnumerable<string> Reasons(DecideStep decide, AskStep[] asks, Dictionary<string, HashSet<string>> given)
    {
        if (asks.Length == 0)
        {
            yield return $"`on: {decide.On}` is no saved answer of this flow";
            yield break;
        }

        if (!Given(given, decide.Id).Contains(decide.On))
            yield return $"`on: {decide.On}` is not given on every way to here";
        var answers = asks.SelectMany(ask => ask.Answers).Distinct().ToList();
        if (answers.Count == 0)
        {
            yield return $"`on: {decide.On}` is an open question: only a choice or a yes-or-no can be decided on";
            yield break;
        }

        foreach (var unknown in decide.Cases.Keys.Except(answers))
            yield return $"the case `{unknown}` is no answer of `{decide.On}`; the answers are {string.Join(", ", answers)}";
        if (decide.Otherwise is null && answers.Except(decide.Cases.Keys).ToList() is { Count: > 0 } forgotten)
            yield return $"no way on when `{decide.On}` is {string.Join(" or ", forgotten)}: add the case or `otherwise`";
    }

    /// <summary>For each step that can be reached, the answers given on every way to it, before it.</summary>
    private static Dictionary<string, HashSet<string>> CertainlyGiven(Flow flow)
    {
        var given = new Dictionary<string, HashSet<string>> { [flow.Start] = [] };
        var open = new Queue<string>(given.Keys);
        while (open.TryDequeue(out var id))
        {
            var step = flow.Steps[id];
            var after = step is AskStep { Save: { } save } ? given[id].Append(save).ToHashSet() : given[id];
            foreach (var next in step.Next)
            {
                var before = given.TryGetValue(next, out var known) ? known.Intersect(after).ToHashSet() : after;
                if (known is not null && known.SetEquals(before))
                    continue;
                given[next] = before;
                open.Enqueue(next);
            }
        }

        return given;
    }

    // A step that cannot be reached has its own problem; here it makes none.
    private static HashSet<string> Given(Dictionary<string, HashSet<string>> given, string step) =>
        given.TryGetValue(step, out var names) ? names : [.. given.Values.SelectMany(all => all)];

    private static IEnumerable<string> Forms(ChannelForms forms) =>
        new[] { forms.Default, forms.Web, forms.Voice, forms.Sms }.OfType<string>();
}
