using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>Reads a flow's file. Whatever the file holds, the answer is a flow whose steps all lead somewhere, or a list of problems.</summary>
public static class FlowReader
{
    private static readonly Dictionary<string, FlowChannel> ChannelNames =
        new() { ["web"] = FlowChannel.Web, ["voice"] = FlowChannel.Voice, ["sms"] = FlowChannel.Sms };

    /// <param name="yaml">The file's text.</param>
    /// <param name="fileName">As it shall stand in the problems.</param>
    public static FlowReading Read(string yaml, string fileName)
    {
        var problems = new YamlProblems(fileName);
        var flow = YamlTree.Read(yaml, problems) is { } root ? Flow(root, yaml, fileName, problems) : null;
        return new(problems.None ? flow : null, problems.Sorted);
    }

    private static Flow? Flow(YamlMappingNode root, string yaml, string fileName, YamlProblems problems)
    {
        const string where = "the flow";
        problems.RefuseUnknownKeys(root, where, "flow", "version", "title", "purpose", "languages", "channels", "skill", "start", "steps");
        var id = problems.Name(problems.Required(root, "flow", where), "`flow`");
        var version = problems.WholeNumber(problems.Required(root, "version", where), "`version`");
        var title = problems.Text(problems.Required(root, "title", where), "`title`");
        var purpose = problems.Text(problems.Required(root, "purpose", where), "`purpose`");
        var languages = Languages(problems.Required(root, "languages", where), problems);
        var channels = Channels(problems.Required(root, "channels", where), problems);
        var skillNode = problems.Required(root, "skill", where);
        var skill = problems.Name(skillNode, "`skill`");
        var startNode = problems.Required(root, "start", where);
        var start = problems.Name(startNode, "`start`");
        var steps = Steps(problems.Required(root, "steps", where), skill ?? "", problems);

        if (start is not null && steps.Count > 0 && !steps.ContainsKey(start))
            problems.Add(startNode!, $"`start` names the step `{start}`, which does not exist");
        if (!problems.None)
            return null;

        return new Flow(yaml)
        {
            Id = id!, File = fileName, Version = version!.Value, Title = title!, Purpose = purpose!, Languages = languages,
            Channels = channels, Skill = skill!, SkillLine = YamlProblems.LineOf(skillNode!), Start = start!, Steps = steps,
        };
    }

    private static List<string> Languages(YamlNode? node, YamlProblems problems)
    {
        var languages = Words(node, "`languages`", problems).Select(word => word.Value!).ToList();
        foreach (var language in languages.Where(language => language.Length != 2 || !language.All(char.IsAsciiLetterLower)))
            problems.Add(node!, $"`languages`: `{language}` is not a language of two letters, such as fr");
        if (node is not null && !languages.Contains(FlowText.MainLanguage))
            problems.Add(node, "`languages` must hold fr: French is complete in every flow");
        return languages;
    }

    private static List<FlowChannel> Channels(YamlNode? node, YamlProblems problems)
    {
        var channels = new List<FlowChannel>();
        foreach (var word in Words(node, "`channels`", problems))
        {
            if (ChannelNames.TryGetValue(word.Value!, out var channel))
                channels.Add(channel);
            else
                problems.Add(word, $"`channels`: `{word.Value}` is not a channel; the channels are web, voice, sms");
        }

        if (node is YamlSequenceNode { Children.Count: 0 })
            problems.Add(node, "`channels` is empty");
        return channels;
    }

    private static List<YamlScalarNode> Words(YamlNode? node, string what, YamlProblems problems)
    {
        var words = new List<YamlScalarNode>();
        if (node is null || problems.List(node, what) is not { } list)
            return words;
        foreach (var item in list)
        {
            if (problems.Word(item, $"each of {what}") is not { } word)
                continue;
            if (words.Any(other => other.Value == word))
                problems.Add(item, $"{what} holds `{word}` twice");
            else
                words.Add((YamlScalarNode)item);
        }

        return words;
    }

    private static Dictionary<string, FlowStep> Steps(YamlNode? node, string skill, YamlProblems problems)
    {
        var steps = new Dictionary<string, FlowStep>(StringComparer.Ordinal);
        if (node is null || problems.Mapping(node, "`steps`") is not { } mapping)
            return steps;
        if (mapping.Children.Count == 0)
            problems.Add(node, "`steps` is empty");

        var names = mapping.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!).ToHashSet();
        var reader = new StepReader(problems, names, skill);
        foreach (var (key, value) in mapping.Children)
        {
            problems.Step = key.ToString();
            if (problems.Name(key, "the step's name") is { } name && reader.Read(name, key, value) is { } step)
                steps[name] = step;
            problems.Step = null;
        }

        return steps;
    }
}
