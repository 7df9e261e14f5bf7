using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Who wants to be told how a call goes.</summary>
/// <param name="Url">Where.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Events">initiated, ringing, answered, completed.</param>
internal sealed record StatusSubscription(string Url, string Method, IReadOnlyList<string> Events)
{
    private int sequence = -1;

    public static StatusSubscription? Of(string? url, string? method, IReadOnlyList<string> events) =>
        string.IsNullOrEmpty(url) ? null : new(url, method ?? "POST", events.Count == 0 ? ["completed"] : events);

    public void Tell(CallLeg leg, string status)
    {
        var word = status switch
        {
            CallStatus.Initiated => "initiated",
            CallStatus.Ringing => "ringing",
            CallStatus.InProgress => "answered",
            CallStatus.Completed or CallStatus.Busy or CallStatus.Failed or CallStatus.NoAnswer or CallStatus.Canceled => "completed",
            _ => "",
        };
        if (!Events.Contains(word))
            return;
        var parameters = leg.StandardParameters();
        parameters.Add(new("Timestamp", Parameters.Date(leg.Network.Time.GetUtcNow())));
        parameters.Add(new("CallbackSource", "call-progress-events"));
        parameters.Add(new("SequenceNumber", Parameters.Number(Interlocked.Increment(ref sequence))));
        if (word == "completed")
        {
            parameters.Add(new("CallDuration", Parameters.Seconds(leg.Duration)));
            parameters.Add(new("Duration", Parameters.Number((long)Math.Ceiling(leg.Duration.TotalMinutes))));
        }

        leg.Network.Callbacks.Send(leg, new(Url, Method, parameters), leg.Sid);
    }
}
