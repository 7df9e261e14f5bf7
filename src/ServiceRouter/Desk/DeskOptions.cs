using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

/// <summary>Limits of the desk; section <c>Desk</c>.</summary>
public sealed class DeskOptions
{
    /// <summary>How long a counsellor has to answer an offer; 100 ms to 10 min.</summary>
    public TimeSpan OfferTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a silent desk keeps its citizens before they return to the head of the queue (G8); 1 s to 10 min.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Offers in a row that may run out before the counsellor is set away, 1 to 10.</summary>
    public int MissedOffersUntilAway { get; set; } = 2;

    /// <summary>Attempts since the citizen was heard of last, the present one included, before a handoff may be recorded as unreachable (G4), 1 to 10.</summary>
    public int AttemptsBeforeUnreachable { get; set; } = 3;

    /// <summary>Least time from an absence to the next attempt, which is always in another half-day of the citizen's territory; 1 min to 7 days.</summary>
    public TimeSpan NextAttemptAfter { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long nothing may happen in a conversation until its desk asks whether it is over; 1 min to 1 day. It ends nothing (G4).</summary>
    public TimeSpan QuietAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long until managers see it counted; <see cref="QuietAfter"/> to 1 day.</summary>
    public TimeSpan ForgottenAfter { get; set; } = TimeSpan.FromMinutes(30);
}

internal sealed class DeskOptionsValidator : IValidateOptions<DeskOptions>
{
    public ValidateOptionsResult Validate(string? name, DeskOptions options)
    {
        var faults = new SectionFaults("Desk");
        faults.Within(nameof(options.OfferTimeout), options.OfferTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        faults.Within(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        faults.Within(nameof(options.MissedOffersUntilAway), options.MissedOffersUntilAway, 1, 10);
        faults.Within(nameof(options.AttemptsBeforeUnreachable), options.AttemptsBeforeUnreachable, 1, 10);
        faults.Within(nameof(options.NextAttemptAfter), options.NextAttemptAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        faults.Within(nameof(options.QuietAfter), options.QuietAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        faults.Within(nameof(options.ForgottenAfter), options.ForgottenAfter, options.QuietAfter, TimeSpan.FromDays(1), leastIs: nameof(options.QuietAfter));
        return faults.Result;
    }
}
