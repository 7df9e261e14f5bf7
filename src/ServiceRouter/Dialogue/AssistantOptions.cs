using Microsoft.Extensions.Options;

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
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, AssistantOptions options)
    {
        var failures = new List<string>();
        if (options.TimeLimit < Shortest || options.TimeLimit > Longest) failures.Add($"Assistant:TimeLimit is {options.TimeLimit}, and must be between {Shortest} and {Longest}");
        if (options.Rest < TimeSpan.Zero || options.Rest > LongestRest) failures.Add($"Assistant:Rest is {options.Rest}, and must be between {TimeSpan.Zero} and {LongestRest}");
        if (options.Places is < 1 or > 1000) failures.Add($"Assistant:Places is {options.Places}, and must be between 1 and 1000");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
