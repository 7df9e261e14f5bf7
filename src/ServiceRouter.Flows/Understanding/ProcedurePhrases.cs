using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>What citizens would type for one procedure: <c>flows/&lt;procedure&gt;/*.phrases.yaml</c>. The file directly under <c>flows/</c> holds what concerns none.</summary>
/// <param name="Procedure">The folder's name; null for what concerns no procedure.</param>
/// <param name="Examples">Whole sentences.</param>
/// <param name="Terms">Strong words: each one found adds weight to the procedure.</param>
/// <param name="Asks">Sentences that concern none, and whoever says them may want a person: to <see cref="LearntEar"/> they are no plain questions.</param>
public sealed record ProcedurePhrases(string? Procedure, IReadOnlyList<string> Examples, IReadOnlyList<string> Terms, IReadOnlyList<string>? Asks = null)
{
    /// <summary>Reads every phrases file under a flows folder. A file that does not read is left out and named in the problems: one bad file must not make the service deaf.</summary>
    public static (IReadOnlyList<ProcedurePhrases> Phrases, IReadOnlyList<string> Problems) Load(string flowsFolder)
    {
        var phrases = new List<ProcedurePhrases>();
        var problems = new List<string>();
        if (!Directory.Exists(flowsFolder)) return (phrases, [$"{flowsFolder}: no such folder"]);
        var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        foreach (var file in Directory.EnumerateFiles(flowsFolder, "*.phrases.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(flowsFolder, file));
            try
            {
                var read = reader.Deserialize<Written?>(File.ReadAllText(file));
                if (read?.Examples is not { Count: > 0 }) problems.Add($"{file}: no examples");
                else phrases.Add(new ProcedurePhrases(string.IsNullOrEmpty(folder) ? null : Path.GetFileName(folder), read.Examples, read.Terms ?? [], read.Asks));
            }
            catch (YamlException fault)
            {
                problems.Add($"{file}({fault.Start.Line}): {fault.Message}");
            }
        }
        return (phrases, problems);
    }

    private sealed class Written
    {
        public List<string>? Examples { get; set; }

        public List<string>? Terms { get; set; }

        public List<string>? Asks { get; set; }
    }
}
