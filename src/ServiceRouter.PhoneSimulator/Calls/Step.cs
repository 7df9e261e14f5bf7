using ServiceRouter.PhoneSimulator.Conferences;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>What a call does next, where that is not the next verb.</summary>
internal abstract record Step;

/// <summary>Ask the service.</summary>
internal sealed record Ask(string Url, string Method, IReadOnlyList<KeyValuePair<string, string>> Extra) : Step
{
    public Ask(string url, string method) : this(url, method, []) { }
}

/// <summary>TwiML that was given with a REST request.</summary>
internal sealed record Obey(string Twiml) : Step;

internal sealed record HangUp(string Status = CallStatus.Completed) : Step;

/// <summary>Out of the queue whose waiting document this is.</summary>
internal sealed record LeaveQueue : Step;

/// <summary>Into a conference, for a phone that the service adds to it by REST.</summary>
internal sealed record TakePart(string Conference, Participant Seat, ConferenceCallback? Callback) : Step;

/// <summary>Words of the network for the status of a call.</summary>
internal static class CallStatus
{
    public const string Queued = "queued";
    public const string Initiated = "initiated";
    public const string Ringing = "ringing";
    public const string InProgress = "in-progress";
    public const string Completed = "completed";
    public const string Busy = "busy";
    public const string Failed = "failed";
    public const string NoAnswer = "no-answer";
    public const string Canceled = "canceled";
}
