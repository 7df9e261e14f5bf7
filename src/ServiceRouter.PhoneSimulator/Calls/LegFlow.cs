using System.Globalization;
using ServiceRouter.PhoneSimulator.TwiML;
using ServiceRouter.PhoneSimulator.TwiML.Verbs;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>What one leg does from its beginning to its end: ask the service, obey, ask again.</summary>
internal static class LegFlow
{
    /// <summary>What callers of the real network hear when nothing else is left.</summary>
    public const string ApplicationError = "We're sorry. An application error has occurred. Goodbye.";

    public static async Task RunAsync(CallLeg leg, Step first)
    {
        var (next, isFallback) = (first, false);
        while (next is not HangUp)
        {
            try
            {
                next = next switch
                {
                    Ask ask => await Interpreter.RunAsync(leg, await DocumentAsync(leg, ask)),
                    Obey given => await Interpreter.RunAsync(leg, TwimlDocument.Read(given.Twiml, null)),
                    TakePart seat => await InConferenceAsync(leg, seat),
                    _ => null,
                } ?? new HangUp();
                isFallback = false;
            }
            catch (CallInterrupted interrupted)
            {
                next = interrupted.Interruption is Moved moved ? moved.Next : new HangUp();
                isFallback = false;
            }
            catch (WebhookFailure failure)
            {
                leg.Network.Report(leg, failure.Code, failure.Message, failure.Url);
                (next, isFallback) = AfterFailure(leg, failure, isFallback);
            }
        }

        End(leg, (HangUp)next);
    }

    /// <summary>Sends a request of this call and waits for its answer, at the same time for anything that turns the call away.</summary>
    /// <exception cref="WebhookFailure">There is no usable answer.</exception>
    /// <exception cref="CallInterrupted">The call has to do something else; the answer will be ignored.</exception>
    public static async Task<WebhookAnswer> FetchAsync(CallLeg leg, string url, string method, IReadOnlyList<KeyValuePair<string, string>> extra)
    {
        var id = leg.Network.NextRequestId();
        var request = new WebhookRequest(url, method, ParametersWith(leg, extra), leg.Cookies);
        leg.Network.Activity.Run(async () =>
        {
            try
            {
                leg.Mailbox.Post(new Fetched(id, await leg.Network.Webhooks.SendAsync(request), null));
            }
            catch (WebhookFailure failure)
            {
                leg.Mailbox.Post(new Fetched(id, null, failure));
            }
        });
        // Keys and words that come meanwhile are for the next document: a person may be quicker than the service.
        var ahead = new List<LegEvent>();
        try
        {
            while (true)
            {
                var item = await leg.Mailbox.NextAsync();
                if (item is Fetched mine && mine.Id == id)
                    return mine.Answer ?? throw mine.Failure!;
                if (item is not (null or Fetched))
                    ahead.Add(item);
            }
        }
        finally
        {
            leg.Mailbox.PutBack(ahead);
        }
    }

    public static async Task<TwimlDocument> DocumentAsync(CallLeg leg, Ask ask)
    {
        var answer = await FetchAsync(leg, ask.Url, ask.Method, ask.Extra);
        return TwimlDocument.Read(answer);
    }

    /// <summary>Tells the service something about a call that does not obey the answer any more.</summary>
    public static void Tell(CallLeg leg, Ask ask)
    {
        var request = new WebhookRequest(ask.Url, ask.Method, ParametersWith(leg, ask.Extra), leg.Cookies);
        leg.Network.Callbacks.Send(leg, request, leg.Sid);
    }

    // What a verb tells of a call that is just ending goes before what the call says of itself.
    private static List<KeyValuePair<string, string>> ParametersWith(CallLeg leg, IReadOnlyList<KeyValuePair<string, string>> extra) =>
        [.. leg.StandardParameters().Where(own => extra.All(given => given.Key != own.Key)), .. extra];

    private static async Task<Step?> InConferenceAsync(CallLeg leg, TakePart part)
    {
        await DialConference.TakePartAsync(leg, part.Conference, part.Seat, part.Callback);
        return null;
    }

    private static (Step, bool) AfterFailure(CallLeg leg, WebhookFailure failure, bool isFallback)
    {
        if (!isFallback && leg.Fallback is { } fallback)
        {
            leg.Hear(Heard.Line, "fallback URL");
            return (fallback with { Extra = [new("ErrorCode", failure.Code.ToString(CultureInfo.InvariantCulture)), new("ErrorUrl", failure.Url)] }, true);
        }

        leg.Hear(Heard.Voice, ApplicationError, "en-US");
        return (new HangUp(leg.AnsweredAt is null ? CallStatus.Failed : CallStatus.Completed), false);
    }

    private static void End(CallLeg leg, HangUp how)
    {
        leg.Company = null;
        leg.Become(leg.AnsweredAt is null && how.Status == CallStatus.Completed
            ? leg.Origin.Direction == "inbound" ? CallStatus.NoAnswer : CallStatus.Canceled
            : how.Status);
        leg.Transcript.Close();
        leg.Network.Ended(leg);
    }
}
