namespace ServiceRouter.Exercises.Drills;

/// <summary>One thing taken away, and what people then do.</summary>
internal interface IDrill
{
    ExerciseKind Kind { get; }

    /// <summary>Why it cannot be done in this set-up, in French; null when it can.</summary>
    string? WhyNot => null;

    Task RunAsync(ExerciseStage stage, CancellationToken ct);
}
