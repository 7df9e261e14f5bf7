using ServiceRouter.Channels.Phone.Lines;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Twilio's words for where a call stands (https://www.twilio.com/docs/voice/api/call-resource#call-status-values). Pure.</summary>
internal static class CallWords
{
    /// <returns>Null while the call is on; <see cref="CallEnding.Unknown"/> for a word that is none of Twilio's, also where there is none.</returns>
    public static CallEnding? EndingOf(string? status) => status switch
    {
        "queued" or "initiated" or "ringing" or "in-progress" => null,
        "completed" => CallEnding.Completed,
        "busy" => CallEnding.Busy,
        "no-answer" => CallEnding.NoAnswer,
        "failed" => CallEnding.Failed,
        "canceled" => CallEnding.Canceled,
        _ => CallEnding.Unknown,
    };
}
