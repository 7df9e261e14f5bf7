using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>Reads a question and where each of its answers leads.</summary>
internal sealed class AskReader(YamlProblems problems, Func<YamlNode?, string, string?> target)
{
    private static readonly Dictionary<string, AnswerKind> KindNames = new()
    {
        ["choice"] = AnswerKind.Choice, ["text"] = AnswerKind.Text, ["postcode"] = AnswerKind.Postcode,
        ["date"] = AnswerKind.Date, ["yesno"] = AnswerKind.YesNo,
    };

    public AskStep? Read(string id, int line, YamlMappingNode step, YamlNode content)
    {
        var then = target(YamlProblems.Value(step, "then"), "`then`");
        var yes = target(YamlProblems.Value(step, "yes"), "`yes`");
        var no = target(YamlProblems.Value(step, "no"), "`no`");
        if (problems.Mapping(content, "`ask`") is not { } ask)
            return null;

        problems.RefuseUnknownKeys(ask, "`ask`", "text", "again", "as", "save", "choices");
        var text = problems.Text(problems.Required(ask, "text", "`ask`"), "`text`");
        var again = problems.Text(YamlProblems.Value(ask, "again"), "`again`");
        var save = problems.Name(YamlProblems.Value(ask, "save"), "`save`");
        var kind = Kind(problems.Required(ask, "as", "`ask`"));
        var choicesNode = YamlProblems.Value(ask, "choices");
        var choices = Choices(choicesNode);
        if (kind is null)
            return null;

        if (kind == AnswerKind.Choice && choicesNode is null)
            problems.Add(ask, "`choices` is missing in a question `as: choice`");
        if (kind != AnswerKind.Choice && choicesNode is not null)
            problems.Add(choicesNode, "`choices` belongs to a question `as: choice`");
        RefuseYesOrNoBeside(kind.Value, step);
        RequireWayOn(kind.Value, step, choices);
        return text is null ? null : new(id, line, text, again, kind.Value, save, choices.ConvertAll(read => read.Choice), then, yes, no);
    }

    private AnswerKind? Kind(YamlNode? node)
    {
        if (problems.Word(node, "`as`") is not { } word)
            return null;
        if (KindNames.TryGetValue(word, out var kind))
            return kind;
        problems.Add(node!, $"`as: {word}` is no kind of answer; the kinds are {string.Join(", ", KindNames.Keys)}");
        return null;
    }

    private void RefuseYesOrNoBeside(AnswerKind kind, YamlMappingNode step)
    {
        foreach (var key in step.Children.Keys.OfType<YamlScalarNode>().Where(key => kind != AnswerKind.YesNo && key.Value is "yes" or "no"))
            problems.Add(key, $"`{key.Value}` belongs to a question `as: yesno`");
    }

    /// <summary>Looks at what is written, not at what could be read, so that a wrong step name is told once.</summary>
    private void RequireWayOn(AnswerKind kind, YamlMappingNode step, List<(Choice Choice, bool HasThen)> choices)
    {
        if (YamlProblems.Value(step, "then") is not null)
            return;
        if (kind == AnswerKind.Choice)
        {
            foreach (var (choice, _) in choices.Where(read => !read.HasThen))
                problems.Add(choice.Line, $"the choice `{choice.Id}` has no way on: add `then` to it or to the step");
        }
        else if (kind != AnswerKind.YesNo)
        {
            problems.Add(step, "this question has no way on: `then` is missing");
        }
        else if (YamlProblems.Value(step, "yes") is null || YamlProblems.Value(step, "no") is null)
        {
            problems.Add(step, "this question has no way on: add `yes` and `no`, or `then`");
        }
    }

    private List<(Choice Choice, bool HasThen)> Choices(YamlNode? node)
    {
        var choices = new List<(Choice Choice, bool HasThen)>();
        if (node is null || problems.List(node, "`choices`") is not { } list)
            return choices;
        foreach (var item in list)
        {
            if (problems.Mapping(item, "a choice") is not { } mapping)
                continue;
            problems.RefuseUnknownKeys(mapping, "a choice", "id", "text", "words", "then");
            var id = problems.Name(problems.Required(mapping, "id", "a choice"), "`id`");
            var text = problems.Text(problems.Required(mapping, "text", "a choice"), "`text`");
            var words = ChoiceWords(YamlProblems.Value(mapping, "words"));
            var then = YamlProblems.Value(mapping, "then");
            var step = target(then, "`then`");
            if (id is null || text is null)
                continue;
            if (choices.Any(other => other.Choice.Id == id))
                problems.Add(item, $"two choices have the id `{id}`");
            choices.Add((new Choice(id, YamlProblems.LineOf(item), text, words, step), then is not null));
        }

        return choices;
    }

    private List<string> ChoiceWords(YamlNode? node) =>
        node is null || problems.List(node, "`words`") is not { } list
            ? []
            : [.. list.Select(item => problems.Word(item, "each of `words`")).OfType<string>()];
}
