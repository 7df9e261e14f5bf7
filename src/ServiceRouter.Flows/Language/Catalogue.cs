using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Flows.Language;

/// <summary>What flows may name: skills and reasons with their French labels, and the ids of the fiches.</summary>
internal sealed record Catalogue(
    IReadOnlyDictionary<string, string> Skills, IReadOnlyDictionary<string, string> Reasons, IReadOnlySet<string> FicheIds)
{
    public const string SkillsFile = "skills.yaml";

    public static Catalogue Read(string directory, List<FlowProblem> problems)
    {
        var path = Path.Combine(directory, SkillsFile);
        var file = FlowFiles.Name(directory, path);
        var fiches = FlowFiles.In(Path.Combine(directory, "knowledge"), ".md").Select(FicheId).ToHashSet(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            problems.Add(new(file, 1, null, "the list of skills and reasons is missing"));
            return new(new Dictionary<string, string>(), new Dictionary<string, string>(), fiches);
        }

        var reading = new YamlProblems(file);
        var root = YamlTree.Read(File.ReadAllText(path), reading);
        if (root is not null)
            reading.RefuseUnknownKeys(root, "the list", "skills", "reasons");
        var catalogue = new Catalogue(Labels(root, "skills", reading), Labels(root, "reasons", reading), fiches);
        problems.AddRange(reading.Sorted);
        return catalogue;
    }

    private static Dictionary<string, string> Labels(YamlMappingNode? root, string key, YamlProblems problems)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root is null || problems.Required(root, key, "the list") is not { } node || problems.Mapping(node, $"`{key}`") is not { } mapping)
            return labels;
        foreach (var (id, label) in mapping.Children)
        {
            if (problems.Name(id, $"an id of `{key}`") is { } name && problems.Word(label, $"the label of `{name}`") is { } word)
                labels[name] = word;
        }

        return labels;
    }

    /// <summary>The <c>id</c> of the front matter; without one, the file's name.</summary>
    private static string FicheId(string path)
    {
        var lines = File.ReadLines(path).Take(30).ToList();
        var id = lines is ["---", ..] ? lines.Skip(1).TakeWhile(line => line != "---").FirstOrDefault(line => line.StartsWith("id:", StringComparison.Ordinal)) : null;
        return id is null ? Path.GetFileNameWithoutExtension(path) : id["id:".Length..].Trim().Trim('"', '\'');
    }
}
