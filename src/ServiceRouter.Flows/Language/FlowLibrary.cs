using System.Collections.Concurrent;
using ServiceRouter.Flows.Checking;

namespace ServiceRouter.Flows.Language;

/// <summary>The flows that may be used: those that passed every check. The others are in <see cref="Problems"/> and do not keep
/// these from loading. Safe to use from several threads.</summary>
public sealed class FlowLibrary
{
    private readonly Dictionary<string, Flow> current;
    private readonly ConcurrentDictionary<(string Flow, string Digest), Flow> byDigest = new();

    private FlowLibrary(IEnumerable<Flow> flows, Catalogue catalogue, IReadOnlyList<FlowProblem> problems)
    {
        current = flows.ToDictionary(flow => flow.Id);
        foreach (var flow in current.Values)
            Add(flow);
        (Skills, Reasons, FicheIds, Problems) = (catalogue.Skills, catalogue.Reasons, catalogue.FicheIds, problems);
    }

    /// <summary>By procedure, in the order of their ids.</summary>
    public IEnumerable<Flow> Flows => current.Values.OrderBy(flow => flow.Id, StringComparer.Ordinal);

    /// <summary>Sorted by file and line. A flow with a problem is not among <see cref="Flows"/>.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; }

    /// <summary>Id and French label.</summary>
    public IReadOnlyDictionary<string, string> Skills { get; }

    /// <summary>Id and French label.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; }

    public IReadOnlySet<string> FicheIds { get; }

    /// <summary>Loads <c>skills.yaml</c>, the ids under <c>knowledge</c> and every <c>*.flow.yaml</c> of the directory. Never throws for what a file holds.</summary>
    /// <param name="directory">The folder of flows.</param>
    /// <param name="isHumanExit">Recognises a citizen's wish for a person: no choice may be picked by such words. Null: only the reserved words count.</param>
    public static FlowLibrary Load(string directory, Func<string, bool>? isHumanExit = null)
    {
        var problems = new List<FlowProblem>();
        var catalogue = Catalogue.Read(directory, problems);
        var flows = new Dictionary<string, Flow>(StringComparer.Ordinal);
        foreach (var path in FlowFiles.In(directory))
        {
            var file = FlowFiles.Name(directory, path);
            var reading = FlowReader.Read(File.ReadAllText(path), file);
            List<FlowProblem> found = reading.Flow is { } flow ? CheckInPlace(flow, path, flows, catalogue, isHumanExit) : [.. reading.Problems];
            problems.AddRange(found);
            if (found.Count == 0)
                flows.Add(reading.Flow!.Id, reading.Flow);
        }

        return new(flows.Values, catalogue, FlowProblems.Sorted(problems));
    }

    /// <summary>The current flow of a procedure; null when there is none that passed.</summary>
    public Flow? Find(string procedure) => current.GetValueOrDefault(procedure);

    /// <summary>The exact flow that a conversation started; null when neither loaded nor added.</summary>
    public Flow? FindByDigest(string flow, string digest) => byDigest.GetValueOrDefault((flow, digest));

    /// <summary>Makes an older text of a flow known, so that its conversations can finish. It never becomes the current one.</summary>
    public void Add(Flow older) => byDigest.TryAdd((older.Id, older.Digest), older);

    private static List<FlowProblem> CheckInPlace(
        Flow flow, string path, Dictionary<string, Flow> others, Catalogue catalogue, Func<string, bool>? isHumanExit)
    {
        var problems = FlowChecker.Check(flow, catalogue.Skills.Keys, catalogue.Reasons.Keys, catalogue.FicheIds, isHumanExit).ToList();
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)));
        if (folder != flow.Id)
            problems.Add(new(flow.File, 1, null, $"`flow: {flow.Id}` must be the name of its folder, which is `{folder}`"));
        if (others.TryGetValue(flow.Id, out var other))
            problems.Add(new(flow.File, 1, null, $"the procedure `{flow.Id}` already has the flow {other.File}"));
        return problems;
    }
}
