using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Joins the call with somebody: phones that are rung, the head of a queue, or a conference.</summary>
internal static class DialVerb
{
    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        if (element["record"] is { } record && record is not ("do-not-record" or "false"))
            RecordVerb.Refuse(leg, $"<Dial record=\"{record}\">", element.DocumentUrl);
        var nouns = element.Children.ToList();
        var result = nouns.Find(noun => noun.Name is "Queue" or "Conference") switch
        {
            { Name: "Queue" } queue => await DialQueue.RunAsync(leg, element, queue),
            { } conference => await DialConference.RunAsync(leg, conference),
            null => await DialPhones.RunAsync(leg, element, Phones(element, nouns)),
        };
        if (result.Step is { } step)
            return step;
        List<(string, string)> told = [("DialCallStatus", result.Status)];
        if (result.CallSid is { } sid)
            told.AddRange([("DialCallSid", sid), ("DialBridged", Parameters.Flag(result.Bridged is not null))]);
        if (result.Bridged is { } time)
            told.Add(("DialCallDuration", Parameters.Seconds(time)));
        return element.AskAt("action", "method", [.. told]);
    }

    // <Dial>+33…</Dial> is short for one Number.
    private static List<TwimlElement> Phones(TwimlElement dial, List<TwimlElement> nouns) => nouns.Count > 0
        ? [.. nouns.Where(noun => noun.Name is "Number" or "Client" or "Sip")]
        : dial.Text.Length > 0 ? [new(new("Number", dial.Text), dial.DocumentUrl)] : [];

    /// <summary>How long a Dial waits for an answer: 5 to 600 s, 30 s when it is not said.</summary>
    public static TimeSpan Timeout(TwimlElement dial) =>
        TimeSpan.FromSeconds(Math.Clamp(dial.Seconds("timeout", TimeSpan.FromSeconds(30)).TotalSeconds, 5, 600));
}

/// <summary>How a Dial went.</summary>
/// <param name="Status">completed, answered, busy, no-answer, failed, canceled.</param>
/// <param name="CallSid">The other leg; nothing for a conference.</param>
/// <param name="Bridged">How long the two heard each other; nothing when they did not.</param>
/// <param name="Step">Goes before the action.</param>
internal sealed record DialResult(string Status, string? CallSid = null, TimeSpan? Bridged = null, Step? Step = null);
