using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.DeadLetters;

/// <summary>Failed messages at the desk; section <c>DeadLetters</c>.</summary>
public sealed class DeadLettersOptions
{
    /// <summary>After which time a failed message is shown to every counsellor and not only to its pool; 0 to 1 h. It never ends by itself.</summary>
    public TimeSpan WidenAfter { get; set; } = TimeSpan.FromMinutes(2);
}

internal sealed class DeadLettersOptionsValidator : IValidateOptions<DeadLettersOptions>
{
    public ValidateOptionsResult Validate(string? name, DeadLettersOptions options)
    {
        var faults = new SectionFaults("DeadLetters");
        faults.Within(nameof(options.WidenAfter), options.WidenAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        return faults.Result;
    }
}
