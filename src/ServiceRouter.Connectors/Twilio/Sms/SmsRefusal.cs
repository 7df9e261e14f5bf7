using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio.Rest;

namespace ServiceRouter.Connectors.Twilio.Sms;

/// <summary>What a failure says of the message: most refusals are about us, and only a few about the number it was for. Pure.</summary>
internal static class SmsRefusal
{
    public const int TooMany = 429;

    /// <summary>
    /// Codes about the recipient (https://www.twilio.com/docs/api/errors): no such number (21211, 21217), a short code (21265), our own number (21266), opted out
    /// (21610), no mobile number (21614), a landline (21635). A country that is not switched on for the account (21408) or cannot be reached from our number (21612) is about us.
    /// </summary>
    private static readonly HashSet<int> AboutTheRecipient = [21211, 21217, 21265, 21266, 21610, 21614, 21635];

    public static bool IsAboutTheRecipient(int code) => AboutTheRecipient.Contains(code);

    /// <summary>
    /// What was refused did not leave, and without a connection nothing did; after anything else nobody knows. The account, its token and its path (401, 403, 404), a lack of time (408) and too many requests (429)
    /// are the same for every message. A connection that does not come about in time is a cancellation with a time-out in it (<see cref="System.Net.Http.SocketsHttpHandler.ConnectTimeout"/>): the client itself has no limit.
    /// </summary>
    public static SmsFate FateOf(Exception failure) => failure switch
    {
        TwilioApiException { Code: { } code, Status: >= 400 and < 500 } when IsAboutTheRecipient(code) => SmsFate.NotWanted,
        TwilioApiException { Status: 401 or 403 or 404 or 408 or TooMany } => SmsFate.NotTaken,
        TwilioApiException { Status: >= 400 and < 500 } => SmsFate.NotSent,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => SmsFate.NotTaken,
        OperationCanceledException { InnerException: TimeoutException } => SmsFate.NotTaken,
        _ => SmsFate.Unknown,
    };
}
