namespace ServiceRouter.Flows.Language;

/// <summary>What reading a file gave: the flow, or all that is wrong with it.</summary>
public sealed record FlowReading(Flow? Flow, IReadOnlyList<FlowProblem> Problems);
