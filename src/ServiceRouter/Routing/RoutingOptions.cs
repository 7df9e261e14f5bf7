using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Routing;

/// <summary>The published rules of the queue that can be set; section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>How long a handoff waits for a busy counsellor of its own département, or of the skill's group to which it was handed, before others are asked; 0 to 30 min.</summary>
    public TimeSpan DepartmentPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a handoff waits for the one counsellor who is asked first: to whom it was handed, or who agreed on its appointment; 0 to 30 min.</summary>
    public TimeSpan ColleaguePatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a counsellor who declined a handoff, missed it or handed it on is not asked again for it; 0 to 1 h.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// For how long counsellors must have answered between the choice of a moment and that moment, for a call-back that a citizen chose to stand at the head of the queue then; nearer, it has the
    /// place of its age; 0 to 1 day.
    /// </summary>
    public TimeSpan HeadAfterStandingBack { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often the queue is looked at without a message: it makes the promise independent of broker and timers; 100 ms to 1 min.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Waiting handoffs looked at in one pass, before it goes on for places that these leave empty; 1 to 5,000.</summary>
    public int PassSize { get; set; } = 200;
}

internal sealed class RoutingOptionsValidator : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        var faults = new SectionFaults("Routing");
        faults.Within(nameof(options.DepartmentPatience), options.DepartmentPatience, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        faults.Within(nameof(options.ColleaguePatience), options.ColleaguePatience, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        faults.Within(nameof(options.AskAgainAfter), options.AskAgainAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        faults.Within(nameof(options.HeadAfterStandingBack), options.HeadAfterStandingBack, TimeSpan.Zero, TimeSpan.FromHours(24));
        faults.Within(nameof(options.LookInterval), options.LookInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        faults.Within(nameof(options.PassSize), options.PassSize, 1, 5000);
        return faults.Result;
    }
}
