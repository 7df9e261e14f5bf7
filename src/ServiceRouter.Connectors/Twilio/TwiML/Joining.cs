using System.Xml.Linq;

namespace ServiceRouter.Connectors.Twilio.TwiML;

/// <summary>Puts the caller into a queue; the document of <see cref="WaitUrl"/> is played again and again.</summary>
internal sealed record Enqueue(string Queue, string Action, string WaitUrl) : Verb
{
    internal override XElement Write()
    {
        var enqueue = Element("Enqueue", ("action", AskedAgain.At(Action)), ("waitUrl", AskedAgain.At(WaitUrl)), ("waitUrlMethod", "POST"));
        enqueue.Add(TwimlDocument.Clean(Queue));
        return enqueue;
    }
}

/// <summary>Takes the caller out of the queue.</summary>
internal sealed record Leave : Verb
{
    internal override XElement Write() => Element("Leave");
}

/// <summary>Joins this call with a number or a conference.</summary>
internal sealed record Dial(DialTarget Target) : Verb
{
    public string? Action { get; init; }
    public string? CallerId { get; init; }
    public TimeSpan? Timeout { get; init; }
    public bool? AnswerOnBridge { get; init; }

    internal override XElement Write()
    {
        var dial = Element("Dial", ("action", AskedAgain.At(Action)), ("timeout", Timeout), ("answerOnBridge", AnswerOnBridge), ("callerId", CallerId));
        dial.Add(Target.Write());
        return dial;
    }
}

/// <summary>Whom or what a call is joined with.</summary>
internal abstract record DialTarget : Verb;

/// <summary>A telephone number.</summary>
internal sealed record DialNumber(string Number) : DialTarget
{
    internal override XElement Write()
    {
        var number = Element("Number");
        number.Add(TwimlDocument.Clean(Number));
        return number;
    }
}

/// <summary>A conference, made by the first who enters.</summary>
internal sealed record DialConference(string Name) : DialTarget
{
    public bool? StartOnEnter { get; init; }
    public bool? EndOnExit { get; init; }
    public string? Label { get; init; }
    public string? WaitUrl { get; init; }
    public string? StatusCallback { get; init; }

    internal override XElement Write()
    {
        var conference = Element("Conference",
            ("startConferenceOnEnter", StartOnEnter), ("endConferenceOnExit", EndOnExit), ("waitUrl", AskedAgain.At(WaitUrl)),
            ("statusCallback", AskedAgain.At(StatusCallback)), ("statusCallbackEvent", StatusCallback is null ? null : "join leave"), ("participantLabel", Label), ("beep", false));
        conference.Add(TwimlDocument.Clean(Name));
        return conference;
    }
}

/// <summary>Talks over a WebSocket until the session ends; then <see cref="Action"/> is asked what to do.</summary>
internal sealed record ConnectRelay(string Action, string Url) : Verb
{
    public string? Language { get; init; }
    public string? Hints { get; init; }
    public string? Greeting { get; init; }
    public string? TtsProvider { get; init; }
    /// <summary>The provider's own name of the voice, without its house.</summary>
    public string? Voice { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    internal override XElement Write()
    {
        var relay = Element("ConversationRelay",
            ("url", Url), ("welcomeGreeting", Greeting), ("language", Language), ("ttsProvider", TtsProvider), ("voice", Voice), ("interruptible", "any"), ("dtmfDetection", true), ("hints", Hints));
        relay.Add(Parameters.Select(parameter => Element("Parameter", ("name", parameter.Key), ("value", parameter.Value))));
        var connect = Element("Connect", ("action", AskedAgain.At(Action)));
        connect.Add(relay);
        return connect;
    }
}

/// <summary>Answers an SMS.</summary>
internal sealed record Message(string Text) : Verb
{
    internal override XElement Write()
    {
        var message = Element("Message");
        message.Add(TwimlDocument.Clean(Text));
        return message;
    }
}
