using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Conferences;

/// <summary>Who wants to be told what happens in a conference.</summary>
/// <param name="Events">start, end, join, leave, mute, hold, modify, speaker, announcement.</param>
internal sealed record ConferenceCallback(string Url, string Method, IReadOnlyList<string> Events)
{
    private int sequence = -1;

    public static ConferenceCallback? Of(string? url, string? method, IReadOnlyList<string> events) =>
        string.IsNullOrEmpty(url) ? null : new(url, method ?? "POST", events);

    public void Tell(PhoneNetwork network, PhoneConference conference, string what, Participant? about, (string Name, string Value)[] more)
    {
        var family = what switch
        {
            "conference-start" => "start",
            "conference-end" => "end",
            "participant-join" => "join",
            "participant-leave" => "leave",
            "participant-mute" or "participant-unmute" => "mute",
            "participant-hold" or "participant-unhold" => "hold",
            "participant-modify" => "modify",
            _ => "announcement",
        };
        if (!Events.Contains(family))
            return;
        List<KeyValuePair<string, string>> parameters =
        [
            new("ConferenceSid", conference.Sid), new("FriendlyName", conference.Name), new("AccountSid", network.Settings.AccountSid),
            new("SequenceNumber", Parameters.Number(Interlocked.Increment(ref sequence))), new("Timestamp", Parameters.Date(network.Time.GetUtcNow())),
            new("StatusCallbackEvent", what),
        ];
        if (about is not null)
        {
            parameters.AddRange(
            [
                new("CallSid", about.Leg.Sid), new("Muted", Parameters.Flag(about.IsMuted)), new("Hold", Parameters.Flag(about.IsOnHold)),
                new("Coaching", Parameters.Flag(about.Coaches is not null)), new("EndConferenceOnExit", Parameters.Flag(about.EndsOnExit)),
                new("StartConferenceOnEnter", Parameters.Flag(about.StartsOnEnter)),
            ]);
            if (about.Label is { } label)
                parameters.Add(new("ParticipantLabel", label));
        }

        parameters.AddRange(more.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value)));
        network.Callbacks.Send(conference, new(Url, Method, parameters), about?.Leg.Sid ?? conference.Sid);
    }
}
