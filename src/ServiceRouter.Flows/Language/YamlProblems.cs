using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>Takes values out of a YAML tree and collects what is wrong with them, with file, line and step.</summary>
internal sealed class YamlProblems(string file)
{
    private readonly List<FlowProblem> problems = [];

    /// <summary>The step being read; null outside the steps.</summary>
    public string? Step { get; set; }

    public bool None => problems.Count == 0;

    public IReadOnlyList<FlowProblem> Sorted => [.. problems.Distinct().OrderBy(problem => problem.Line)];

    public void Add(int line, string reason) => problems.Add(new(file, Math.Max(1, line), Step, reason));

    public void Add(YamlNode node, string reason) => Add(LineOf(node), reason);

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    public YamlMappingNode? Mapping(YamlNode node, string what)
    {
        if (node is YamlMappingNode mapping)
            return mapping;
        Add(node, $"{what} must be a mapping of keys to values");
        return null;
    }

    public YamlSequenceNode? List(YamlNode node, string what)
    {
        if (node is YamlSequenceNode list)
            return list;
        Add(node, $"{what} must be a list");
        return null;
    }

    public void RefuseUnknownKeys(YamlMappingNode mapping, string where, params string[] known)
    {
        foreach (var key in mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                Add(key, $"unknown key `{key}` in {where}; the keys are {string.Join(", ", known)}");
        }
    }

    public static YamlNode? Value(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain } ? value : null;

    public YamlNode? Required(YamlMappingNode mapping, string key, string where)
    {
        if (Value(mapping, key) is { } value)
            return value;
        Add(mapping, $"`{key}` is missing in {where}");
        return null;
    }

    public string? Word(YamlNode? node, string what)
    {
        if (node is null)
            return null;
        if (node is YamlScalarNode { Value: { } value } && value.Trim().Length > 0)
            return value;
        Add(node, $"{what} must be a word");
        return null;
    }

    /// <summary>A name made for people and code alike: small letters, digits, _ and -.</summary>
    public string? Name(YamlNode? node, string what)
    {
        if (Word(node, what) is not { } word)
            return null;
        if (word.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-'))
            return word;
        Add(node!, $"{what} `{word}` may hold only small letters a to z, digits, _ and -");
        return null;
    }

    public int? WholeNumber(YamlNode? node, string what)
    {
        if (node is null)
            return null;
        if (node is YamlScalarNode { Value: { } value } && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        Add(node, $"{what} must be a whole number from 1");
        return null;
    }

    public FlowText? Text(YamlNode? node, string what)
    {
        if (node is null)
            return null;
        var languages = new Dictionary<string, ChannelForms>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            if (Word(node, what) is { } plain)
                languages[FlowText.MainLanguage] = new(plain);
        }
        else
        {
            foreach (var (key, value) in mapping.Children)
            {
                if (key is YamlScalarNode { Value: { Length: 2 } language } && language.All(char.IsAsciiLetterLower))
                {
                    if (Forms(value, $"{what} in `{language}`") is { } forms)
                        languages[language] = forms;
                }
                else
                {
                    Add(key, $"unknown key `{key}` in {what}; the keys are languages of two letters, such as fr");
                }
            }

            if (mapping.Children.Count == 0)
                Add(node, $"{what} is empty");
        }

        return languages.Count == 0 ? null : new FlowText(LineOf(node), languages);
    }

    private ChannelForms? Forms(YamlNode node, string what)
    {
        if (node is not YamlMappingNode forms)
            return Word(node, what) is { } plain ? new ChannelForms(plain) : null;
        RefuseUnknownKeys(forms, what, "default", "web", "voice", "sms");
        if (forms.Children.Count == 0)
            Add(node, $"{what} is empty");
        return new(Form("default"), Form("web"), Form("voice"), Form("sms"));

        string? Form(string channel) => Word(Value(forms, channel), $"{what} for `{channel}`");
    }
}
