using ServiceRouter.PhoneSimulator.TwiML;
using ServiceRouter.PhoneSimulator.Waiting;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Two legs that hear each other.</summary>
internal static class Bridging
{
    public static void Join(CallLeg one, CallLeg other)
    {
        one.Company = () => [other];
        other.Company = () => [one];
        one.Hear(Heard.Line, $"joined with {Face(other)}");
        other.Hear(Heard.Line, $"joined with {Face(one)}");
    }

    public static void Part(CallLeg one, CallLeg other)
    {
        one.Company = null;
        other.Company = null;
        if (!other.IsOver)
            other.Hear(Heard.Line, $"left: {Face(one)}");
        if (!one.IsOver)
            one.Hear(Heard.Line, $"left: {Face(other)}");
    }

    /// <summary>The call that was waiting in a queue: hears the whisper, is joined, and stays until the other side goes.</summary>
    /// <returns>The result for the queue's action.</returns>
    public static async Task<string> AsQueuedAsync(CallLeg leg, QueuePlace place, TakenFromQueue taken)
    {
        try
        {
            await WhisperAndStayAsync(leg, place, taken);
        }
        catch (CallInterrupted interrupted) when (interrupted.Interruption is BridgeOver)
        {
        }

        // The call that took this one may be gone before the two were joined.
        return place.Joined ? "bridged" : "system-error";
    }

    private static async Task WhisperAndStayAsync(CallLeg leg, QueuePlace place, TakenFromQueue taken)
    {
        if (taken.WhisperUrl is { } whisper)
        {
            try
            {
                if (await Interpreter.PlayAsync(leg, new(whisper, taken.WhisperMethod,
                    [new("QueueSid", place.Queue.Sid), new("QueueTime", Parameters.Seconds(place.Time)), new("DequeingCallSid", taken.By.Sid)]), Interpreter.OnHold) is HangUp)
                    return;
            }
            catch (WebhookFailure failure)
            {
                leg.Network.Report(leg, failure.Code, failure.Message, failure.Url);
            }
        }

        place.Joined = true;
        Join(taken.By, leg);
        taken.By.Mailbox.Post(new PeerReady(leg));
        try
        {
            await leg.RestAsync();
        }
        finally
        {
            Part(leg, taken.By);
        }
    }

    private static string Face(CallLeg leg) => leg.Origin.Direction == "inbound" ? leg.Origin.From : leg.Origin.To;
}
