using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

internal static class FlowProblems
{
    public static IReadOnlyList<FlowProblem> Sorted(IEnumerable<FlowProblem> problems) =>
        [.. problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Reason, StringComparer.Ordinal)];
}
