using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Jobs;

/// <summary>How often jobs look, and how long things are kept; section <c>Jobs</c>. A job that looks more often changes nothing but its own cost.</summary>
public sealed class JobsOptions
{
    /// <summary>How often to look for offers, leases and promises that are due; 100 ms to 1 min.</summary>
    public TimeSpan DueMovesInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often to look for served citizens whom the invitation to rate has missed; 100 ms to 1 day.</summary>
    public TimeSpan InvitationsInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often to erase words and traces that are past their time; 100 ms to 1 day.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often the event log is compared with the rows; 100 ms to 5 min. What a check reads is bounded (docs/adr/0013).</summary>
    public TimeSpan LedgerCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often it is compared who is answered how late, how often and how well; 100 ms to 1 day. What a check reads is bounded (docs/adr/0057).</summary>
    public TimeSpan AccessCheckInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often to look for days that have ended and have no anchor of their event log yet; 100 ms to 1 day.</summary>
    public TimeSpan AnchorsInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often to look for days that have ended and have no figures yet; 100 ms to 1 day.</summary>
    public TimeSpan RollUpInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Words of a conversation after its last request was closed; 1 to 365 days. 30 days is what citizens are told. Below 7 days, access by need is compared among the requests of that time alone.</summary>
    public TimeSpan WordsKept { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Conversations without any request, after their last activity; 1 to 365 days.</summary>
    public TimeSpan ConversationsKept { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Events of the counsellors' streams; 1 to 90 days. A desk that was away for longer reads its list anew.</summary>
    public TimeSpan DeskEventsKept { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Keys of messages already taken; 2 to 90 days. It must be longer than any message can come back.</summary>
    public TimeSpan InboxKept { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Who read requests that were not in their hands, who took one over at a counter, who made exports, and who changed what is said of a counsellor; 30 to 365 days. The CNIL advises six months to a year for such records.</summary>
    public TimeSpan LooksKept { get; set; } = TimeSpan.FromDays(180);
}

internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var faults = new SectionFaults("Jobs");
        faults.Within(nameof(options.DueMovesInterval), options.DueMovesInterval, Shortest, TimeSpan.FromMinutes(1));
        faults.Within(nameof(options.InvitationsInterval), options.InvitationsInterval, Shortest, TimeSpan.FromDays(1));
        faults.Within(nameof(options.RetentionInterval), options.RetentionInterval, Shortest, TimeSpan.FromDays(1));
        // The public register calls a check late after a quarter of an hour.
        faults.Within(nameof(options.LedgerCheckInterval), options.LedgerCheckInterval, Shortest, TimeSpan.FromMinutes(5));
        faults.Within(nameof(options.AccessCheckInterval), options.AccessCheckInterval, Shortest, TimeSpan.FromDays(1));
        faults.Within(nameof(options.AnchorsInterval), options.AnchorsInterval, Shortest, TimeSpan.FromDays(1));
        faults.Within(nameof(options.RollUpInterval), options.RollUpInterval, Shortest, TimeSpan.FromDays(1));
        faults.Within(nameof(options.WordsKept), options.WordsKept, TimeSpan.FromDays(1), TimeSpan.FromDays(365));
        faults.Within(nameof(options.ConversationsKept), options.ConversationsKept, TimeSpan.FromDays(1), TimeSpan.FromDays(365));
        faults.Within(nameof(options.DeskEventsKept), options.DeskEventsKept, TimeSpan.FromDays(1), TimeSpan.FromDays(90));
        faults.Within(nameof(options.InboxKept), options.InboxKept, TimeSpan.FromDays(2), TimeSpan.FromDays(90));
        faults.Within(nameof(options.LooksKept), options.LooksKept, TimeSpan.FromDays(30), TimeSpan.FromDays(365));
        return faults.Result;
    }
}
