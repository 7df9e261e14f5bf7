using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>Reads one step. Returns null when the step cannot be built; each reason is then among the problems.</summary>
internal sealed class StepReader(YamlProblems problems, IReadOnlySet<string> stepNames, string flowSkill)
{
    private static readonly string[] Kinds = ["say", "ask", "decide", "fiche", "offer_human", "request", "goto", "end"];

    public FlowStep? Read(string id, YamlNode key, YamlNode node)
    {
        if (problems.Mapping(node, "the step") is not { } step)
            return null;
        var kinds = step.Children.Keys.OfType<YamlScalarNode>().Select(name => name.Value!).Where(Kinds.Contains).ToList();
        if (kinds is not [var kind])
        {
            problems.Add(key, $"a step has exactly one of {string.Join(", ", Kinds)}; this one has {(kinds.Count == 0 ? "none" : string.Join(" and ", kinds))}");
            return null;
        }

        problems.RefuseUnknownKeys(step, $"a step with `{kind}`", KeysBeside(kind));
        var content = step.Children[new YamlScalarNode(kind)];
        var line = YamlProblems.LineOf(key);
        return kind switch
        {
            "say" => Say(id, line, step, content),
            "ask" => new AskReader(problems, Target).Read(id, line, step, content),
            "decide" => Decide(id, line, content),
            "fiche" => Fiche(id, line, step, content),
            "offer_human" => Offer(id, line, step, content),
            "request" => Request(id, line, content),
            "goto" => Target(content, "`goto`") is { } target ? new GotoStep(id, line, target) : null,
            _ => End(id, line, content),
        };
    }

    private static string[] KeysBeside(string kind) => kind switch
    {
        "say" or "fiche" or "offer_human" => [kind, "then"],
        "ask" => [kind, "then", "yes", "no"],
        _ => [kind],
    };

    private SayStep? Say(string id, int line, YamlMappingNode step, YamlNode content)
    {
        var text = problems.Text(content, "`say`");
        var then = Then(step);
        return text is null || then is null ? null : new(id, line, text, then);
    }

    private FicheStep? Fiche(string id, int line, YamlMappingNode step, YamlNode content)
    {
        var fiche = problems.Name(content, "`fiche`");
        var then = Then(step);
        return fiche is null || then is null ? null : new(id, line, fiche, then);
    }

    private DecideStep? Decide(string id, int line, YamlNode content)
    {
        if (problems.Mapping(content, "`decide`") is not { } decide)
            return null;
        problems.RefuseUnknownKeys(decide, "`decide`", "on", "cases", "otherwise");
        var on = problems.Name(problems.Required(decide, "on", "`decide`"), "`on`");
        var otherwise = Target(YamlProblems.Value(decide, "otherwise"), "`otherwise`");
        var cases = new Dictionary<string, string>(StringComparer.Ordinal);
        if (problems.Required(decide, "cases", "`decide`") is { } node && problems.Mapping(node, "`cases`") is { } mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                if (problems.Name(key, "a case") is { } answer && Target(value, $"the case `{answer}`") is { } target)
                    cases[answer] = target;
            }

            if (mapping.Children.Count == 0)
                problems.Add(node, "`cases` is empty");
        }

        return on is null ? null : new(id, line, on, cases, otherwise);
    }

    private OfferHumanStep? Offer(string id, int line, YamlMappingNode step, YamlNode content)
    {
        var then = Then(step);
        if (problems.Mapping(content, "`offer_human`") is not { } offer)
            return null;
        problems.RefuseUnknownKeys(offer, "`offer_human`", "text", "reason", "skill");
        var text = problems.Text(problems.Required(offer, "text", "`offer_human`"), "`text`");
        var reason = problems.Name(problems.Required(offer, "reason", "`offer_human`"), "`reason`");
        var skill = problems.Name(YamlProblems.Value(offer, "skill"), "`skill`") ?? flowSkill;
        return text is null || reason is null || then is null ? null : new(id, line, text, reason, skill, then);
    }

    private RequestStep? Request(string id, int line, YamlNode content)
    {
        if (problems.Mapping(content, "`request`") is not { } request)
            return null;
        problems.RefuseUnknownKeys(request, "`request`", "reason", "skill", "text");
        var text = problems.Text(YamlProblems.Value(request, "text"), "`text`");
        var reason = problems.Name(problems.Required(request, "reason", "`request`"), "`reason`");
        var skill = problems.Name(YamlProblems.Value(request, "skill"), "`skill`") ?? flowSkill;
        return reason is null ? null : new(id, line, text, reason, skill);
    }

    private EndStep? End(string id, int line, YamlNode content)
    {
        if (problems.Mapping(content, "`end`") is not { } end)
            return null;
        problems.RefuseUnknownKeys(end, "`end`", "text");
        return new(id, line, problems.Text(YamlProblems.Value(end, "text"), "`text`"));
    }

    private string? Then(YamlMappingNode step)
    {
        if (YamlProblems.Value(step, "then") is { } then)
            return Target(then, "`then`");
        problems.Add(step, "this step has no way on: `then` is missing");
        return null;
    }

    private string? Target(YamlNode? node, string what)
    {
        if (problems.Name(node, what) is not { } target)
            return null;
        if (stepNames.Contains(target))
            return target;
        problems.Add(node!, $"{what} names the step `{target}`, which does not exist");
        return null;
    }
}
