using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Waiting;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Takes the head of a queue, waiting for one when it is empty.</summary>
internal static class DialQueue
{
    public static async Task<DialResult> RunAsync(CallLeg leg, TwimlElement dial, TwimlElement noun)
    {
        if (leg.Network.Queues.Named(noun.Text) is not { } queue)
        {
            leg.Network.Report(leg, 13241, $"there is no queue « {noun.Text} »", dial.DocumentUrl ?? "");
            return new(CallStatus.Failed);
        }

        var (start, timeout) = (leg.Network.Time.GetTimestamp(), DialVerb.Timeout(dial));
        while (true)
        {
            if (await HeadAsync(leg, queue, timeout - leg.Network.Time.GetElapsedTime(start)) is not { } place)
                return new(CallStatus.NoAnswer);
            if (await TogetherAsync(leg, noun, place) is { } result)
                return result;
        }
    }

    private static async Task<QueuePlace?> HeadAsync(CallLeg leg, PhoneQueue queue, TimeSpan timeout)
    {
        var start = leg.Network.Time.GetTimestamp();
        try
        {
            while (true)
            {
                if (queue.TakeHead(leg) is { } place)
                    return place;
                if (await leg.Mailbox.NextAsync(timeout - leg.Network.Time.GetElapsedTime(start)) is null)
                    return null;
            }
        }
        finally
        {
            queue.StopsTaking(leg);
        }
    }

    /// <returns>Nothing when the queued call went away before the two were joined: the next one is taken.</returns>
    private static async Task<DialResult?> TogetherAsync(CallLeg leg, TwimlElement noun, QueuePlace place)
    {
        var whisper = noun["url"] is { Length: > 0 } url ? noun.Absolute(url) : null;
        place.Leg.Mailbox.Interrupt(new TakenFromQueue(leg, whisper, noun["method"] ?? "POST") { Stale = () => place.IsLeft });
        long? joinedAt = null;
        try
        {
            while (true)
            {
                switch (await leg.Mailbox.NextAsync())
                {
                    case PeerReady ready when ready.Peer == place.Leg:
                        joinedAt = leg.Network.Time.GetTimestamp();
                        break;
                    case PeerGone gone when gone.Peer == place.Leg:
                        return joinedAt is { } from ? new(CallStatus.Completed, place.Leg.Sid, leg.Network.Time.GetElapsedTime(from)) : null;
                }
            }
        }
        finally
        {
            place.Leg.Mailbox.Interrupt(new BridgeOver { Stale = () => place.IsLeft });
        }
    }
}
