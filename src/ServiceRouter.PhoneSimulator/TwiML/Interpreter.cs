using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML.Verbs;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>Does what a document says, from top to bottom, until a verb goes elsewhere.</summary>
internal static class Interpreter
{
    public delegate Task<Step?> Verb(CallLeg leg, TwimlElement element);

    private static readonly Dictionary<string, Verb> All = new(StringComparer.Ordinal)
    {
        ["Say"] = SayVerb.RunAsync,
        ["Play"] = PlayVerb.RunAsync,
        ["Pause"] = PauseVerb.RunAsync,
        ["Gather"] = GatherVerb.RunAsync,
        ["Redirect"] = (_, element) => Go(new Ask(element.Absolute(element.Text), element["method"] ?? "POST")),
        ["Enqueue"] = EnqueueVerb.RunAsync,
        ["Leave"] = (_, _) => Go(new LeaveQueue()),
        ["Dial"] = DialVerb.RunAsync,
        ["Connect"] = ConnectVerb.RunAsync,
        ["Hangup"] = (_, _) => Go(new HangUp()),
        ["Reject"] = (leg, element) => Go(new HangUp(leg.AnsweredAt is not null ? CallStatus.Completed : element["reason"] == "busy" ? CallStatus.Busy : CallStatus.NoAnswer)),
        ["Record"] = RecordVerb.RunAsync,
    };

    /// <summary>Where only some verbs may stand.</summary>
    public static readonly string[] WhileWaiting = ["Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"];

    public static readonly string[] InWhisper = ["Play", "Say", "Pause", "Gather", "Hangup", "Redirect"];

    public static readonly string[] OnHold = ["Play", "Say", "Pause", "Redirect"];

    /// <returns>Where the document goes; nothing when its end was reached.</returns>
    public static async Task<Step?> RunAsync(CallLeg leg, TwimlDocument document, IReadOnlyList<string>? only = null)
    {
        foreach (var element in document.Verbs)
        {
            if (!All.TryGetValue(element.Name, out var verb) || only?.Contains(element.Name) == false)
            {
                leg.Network.Report(leg, 12200, $"<{element.Name}> is no verb {(only is null ? "of voice" : "here")} and is skipped", document.Url ?? "");
                continue;
            }

            foreach (var problem in TwimlGrammar.Problems(element))
                leg.Network.Report(leg, 12200, problem, document.Url ?? "");
            // The first verb but a rejection takes the call.
            if (leg.AnsweredAt is null && element.Name != "Reject")
                leg.Become(CallStatus.InProgress);
            if (await verb(leg, element) is { } step)
                return step;
        }

        return null;
    }

    /// <summary>Plays a document that belongs to a verb (waiting music, whisper, hold) and follows its redirects.</summary>
    /// <returns>How it ended: <see cref="HangUp"/>, <see cref="LeaveQueue"/>, or nothing.</returns>
    /// <exception cref="WebhookFailure">A document cannot be used.</exception>
    public static async Task<Step?> PlayAsync(CallLeg leg, Ask ask, IReadOnlyList<string> only)
    {
        while (true)
        {
            var step = await RunAsync(leg, await LegFlow.DocumentAsync(leg, ask), only);
            if (step is not Ask next)
                return step;
            ask = next;
        }
    }

    private static Task<Step?> Go(Step step) => Task.FromResult<Step?>(step);
}
