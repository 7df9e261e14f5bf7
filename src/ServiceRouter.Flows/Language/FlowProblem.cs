namespace ServiceRouter.Flows.Language;

/// <summary>One thing to mend in a flow's file. <paramref name="Line"/> counts from 1; <paramref name="Step"/> is null outside the steps.</summary>
public sealed record FlowProblem(string File, int Line, string? Step, string Reason)
{
    public override string ToString() => Step is null ? $"{File}:{Line}: {Reason}" : $"{File}:{Line}: [{Step}] {Reason}";
}
