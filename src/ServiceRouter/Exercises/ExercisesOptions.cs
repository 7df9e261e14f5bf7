using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

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
        var faults = new SectionFaults("Exercises");
        faults.Within(nameof(options.Patience), options.Patience, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30));
        faults.Within(nameof(options.RunnerLease), options.RunnerLease, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));
        return faults.Result;
    }
}
