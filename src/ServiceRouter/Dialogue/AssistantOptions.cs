using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>How long the automatic part may take; section <c>Assistant</c>.</summary>
public sealed class AssistantOptions
{
    /// <summary>Longest wait for one part of the assistant (flows, fiches, a model) before the next is asked, 50 ms to 30 s.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a part that did not answer in time is left alone, 0 to 5 min.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Turns that one part may work on at once, 1 to 1,000; beyond, a turn waits no longer than its time limit.</summary>
    public int Places { get; set; } = 32;
}

internal sealed class AssistantOptionsValidator : IValidateOptions<AssistantOptions>
{
    public ValidateOptionsResult Validate(string? name, AssistantOptions options)
    {
        var faults = new SectionFaults("Assistant");
        faults.Within(nameof(options.TimeLimit), options.TimeLimit, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));
        faults.Within(nameof(options.Rest), options.Rest, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        faults.Within(nameof(options.Places), options.Places, 1, 1000);
        return faults.Result;
    }
}
