using Microsoft.Extensions.Options;

namespace ServiceRouter.Exercises;

/// <summary>Limits of exercises; section <c>Exercises</c>.</summary>
public sealed class ExercisesOptions
{
    /// <summary>How long an exercise waits for something that must happen before it writes that it did not; 1 s to 30 min.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an exercise counts as running after the last sign of its runner; 5 s to 10 min.</summary>
    public TimeSpan RunnerLease { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class ExercisesOptionsValidator : IValidateOptions<ExercisesOptions>
{
    public ValidateOptionsResult Validate(string? name, ExercisesOptions options)
    {
        var failures = new List<string>();
        if (options.Patience < TimeSpan.FromSeconds(1) || options.Patience > TimeSpan.FromMinutes(30))
            failures.Add($"Exercises:Patience is {options.Patience}, and must be between 00:00:01 and 00:30:00");
        if (options.RunnerLease < TimeSpan.FromSeconds(5) || options.RunnerLease > TimeSpan.FromMinutes(10))
            failures.Add($"Exercises:RunnerLease is {options.RunnerLease}, and must be between 00:00:05 and 00:10:00");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
