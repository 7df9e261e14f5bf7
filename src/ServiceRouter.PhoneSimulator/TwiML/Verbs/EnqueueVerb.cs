using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Waiting;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Waits in a queue, hears the waiting document again and again, until somebody takes the call or the document leaves.</summary>
internal static class EnqueueVerb
{
    private const int LongestName = 64;

    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        var name = element.Text;
        if (name.Length is 0 or > LongestName)
        {
            leg.Network.Report(leg, 12200, element["workflowSid"] is null
                ? $"the name of a queue has 1 to {LongestName} characters" : "task routing is not part of this network", element.DocumentUrl ?? "");
            return After(element, "error", null);
        }

        var queue = leg.Network.Queues.GetOrAdd(name, leg.Network.Time.GetUtcNow());
        if (element.Number("maxQueueSize") is { } size)
            queue.MaxSize = size;
        if (queue.Join(leg) is not { } place)
            return After(element, "queue-full", null);
        leg.Hear(Heard.Line, $"queue {name}");
        try
        {
            var (result, step) = await WaitAsync(leg, element, place);
            return step ?? After(element, result, place);
        }
        catch (CallInterrupted interrupted)
        {
            var result = interrupted.Interruption switch
            {
                LineOver when place.Joined => "bridged",
                LineOver => "hangup",
                _ => place.Joined ? "redirected-from-bridged" : "redirected",
            };
            // The service is told, and what it answers is not obeyed: the call is elsewhere already.
            if (After(element, result, place) is { } ask)
                LegFlow.Tell(leg, interrupted.Interruption is LineOver ? ask with { Extra = [.. ask.Extra, new("CallStatus", CallStatus.Completed)] } : ask);
            throw;
        }
        finally
        {
            place.IsLeft = true;
            queue.Remove(place);
            place.TakenBy?.Mailbox.Post(new PeerGone(leg));
        }
    }

    private static async Task<(string, Step?)> WaitAsync(CallLeg leg, TwimlElement element, QueuePlace place)
    {
        try
        {
            var step = await MusicAsync(leg, element, place);
            return step is HangUp ? ("hangup", step) : ("leave", null);
        }
        catch (CallInterrupted interrupted) when (interrupted.Interruption is TakenFromQueue taken)
        {
            return (await Bridging.AsQueuedAsync(leg, place, taken), null);
        }
        catch (WebhookFailure failure)
        {
            leg.Network.Report(leg, failure.Code, failure.Message, failure.Url);
            return ("error", null);
        }
    }

    private static async Task<Step?> MusicAsync(CallLeg leg, TwimlElement element, QueuePlace place)
    {
        if (element.AskAt("waitUrl", "waitUrlMethod") is not { } music)
        {
            await leg.RestAsync(); // Silence, or the network's own music.
            return null;
        }

        while (true)
        {
            var start = leg.Network.Time.GetTimestamp();
            if (await Interpreter.PlayAsync(leg, music with { Extra = Parameters(place) }, Interpreter.WhileWaiting) is { } step)
                return step;
            // A document that takes no time would be asked for without end.
            if (leg.Network.Time.GetElapsedTime(start) < TimeSpan.FromSeconds(1))
                await leg.PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    private static List<KeyValuePair<string, string>> Parameters(QueuePlace place) =>
    [
        new("QueuePosition", Webhooks.Parameters.Number(place.Queue.Position(place))), new("QueueSid", place.Queue.Sid),
        new("QueueTime", Webhooks.Parameters.Seconds(place.Time)), new("AvgQueueTime", Webhooks.Parameters.Seconds(place.Queue.AverageWait)),
        new("CurrentQueueSize", Webhooks.Parameters.Number(place.Queue.Places.Count)), new("MaxQueueSize", Webhooks.Parameters.Number(place.Queue.MaxSize)),
    ];

    private static Ask? After(TwimlElement element, string result, QueuePlace? place) => place is null
        ? element.AskAt("action", "method", ("QueueResult", result))
        : element.AskAt("action", "method", ("QueueResult", result), ("QueueSid", place.Queue.Sid), ("QueueTime", Webhooks.Parameters.Seconds(place.Time)));
}
