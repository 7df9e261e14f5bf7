using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Rest;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>What a failure says of a call: of the number that was to be rung, which another try does not change, or of the provider and us, which it may. Pure.</summary>
internal static class CallRefusal
{
    /// <summary>
    /// Codes about whom to ring (https://www.twilio.com/docs/api/errors): no number, or none that exists (21201, 21211, 21217, 13223), one that cannot be reached or is not called (21214, 21216, 13224,
    /// 13225), one in a country that the account does not call (21215, 13227): that is ours to switch on, and not done while a counsellor waits.
    /// </summary>
    private static readonly HashSet<int> AboutTheNumber = [13223, 13224, 13225, 13227, 21201, 21211, 21214, 21215, 21216, 21217];

    public static LineAwayException Of(Exception failure) => failure switch
    {
        TwilioApiException { Code: { } code, Status: >= 400 and < 500 } refusal when AboutTheNumber.Contains(code) => new NumberRefusedException(refusal.Message, refusal),
        TwilioApiException refusal => new LineAwayException(refusal.Message, refusal),
        _ => new LineAwayException(failure.GetType().Name, failure),
    };
}
