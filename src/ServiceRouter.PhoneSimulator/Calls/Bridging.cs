using ServiceRouter.PhoneSimulator.TwiML;
using ServiceRouter.PhoneSimulator.Waiting;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Two legs that hear each other.</summary>
internal static class Bridging
{
    public static Bridge Join(CallLeg one, CallLeg other)
    {
        var bridge = new Bridge(one, other);
        one.Company = bridge.HearOne;
        other.Company = bridge.HearOther;
        one.Hear(Heard.Line, $"joined with {Face(other)}");
        other.Hear(Heard.Line, $"joined with {Face(one)}");
        return bridge;
    }

    public static void Part(Bridge bridge)
    {
        // One half may be in other company already: only what belongs to this bridge is taken away.
        Leave(bridge.One, bridge.HearOne, bridge.Other);
        Leave(bridge.Other, bridge.HearOther, bridge.One);
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
        var bridge = Join(taken.By, leg);
        taken.By.Mailbox.Post(new PeerReady(leg));
        try
        {
            await leg.RestAsync();
        }
        finally
        {
            Part(bridge);
        }
    }

    private static void Leave(CallLeg leg, Func<IEnumerable<CallLeg>> company, CallLeg other)
    {
        if (leg.LeaveCompany(company) && !leg.IsOver)
            leg.Hear(Heard.Line, $"left: {Face(other)}");
    }

    private static string Face(CallLeg leg) => leg.Origin.Direction == "inbound" ? leg.Origin.From : leg.Origin.To;
}

/// <summary>Two legs joined with each other.</summary>
internal sealed class Bridge(CallLeg one, CallLeg other)
{
    public CallLeg One => one;

    public CallLeg Other => other;

    /// <summary>Who hears <see cref="One"/>.</summary>
    public Func<IEnumerable<CallLeg>> HearOne { get; } = () => [other];

    /// <summary>Who hears <see cref="Other"/>.</summary>
    public Func<IEnumerable<CallLeg>> HearOther { get; } = () => [one];
}
