using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>Looks for everything that could leave a citizen without an answer or without a person.</summary>
public static class FlowChecker
{
    /// <param name="flow">A flow that could be read, so that each of its steps leads to steps that exist.</param>
    /// <param name="skills">Ids that a request may name.</param>
    /// <param name="reasons">Ids that a request may name.</param>
    /// <param name="ficheIds">Ids that a step may show.</param>
    /// <param name="isHumanExit">Recognises a citizen's wish for a person before the engine is asked; null when only the reserved words do.</param>
    /// <returns>All problems, sorted by line; empty when the flow may be loaded.</returns>
    public static IReadOnlyList<FlowProblem> Check(
        Flow flow, IEnumerable<string> skills, IEnumerable<string> reasons, IEnumerable<string> ficheIds, Func<string, bool>? isHumanExit = null) =>
        Check(flow, new(skills.ToHashSet(), reasons.ToHashSet(), ficheIds.ToHashSet()), isHumanExit ?? (_ => false), FlowEngine.Answer);

    /// <param name="answer">The engine to be proved: a test gives one that loses the exit, to see that it is noticed.</param>
    internal static IReadOnlyList<FlowProblem> Check(Flow flow, KnownNames known, Func<string, bool> isHumanExit, AnswerFlow answer) => FlowProblems.Sorted(
    [
        .. CheckNames.Of(flow, known),
        .. CheckGraph.Of(flow),
        .. CheckSavedAnswers.Of(flow),
        .. CheckTexts.Of(flow),
        .. CheckChoices.Of(flow, isHumanExit),
        .. CheckExit.Of(flow, answer),
    ]);
}
