using System.Xml.Linq;

namespace ServiceRouter.Connectors.Twilio.TwiML;

/// <summary>Reads a text aloud. At most 2,500 characters, so that every voice takes it.</summary>
internal sealed record Say(string Text, string? Language = null, string? Voice = null) : Verb
{
    /// <summary>Longest text of one <c>Say</c> that every voice takes.</summary>
    public const int Longest = 2500;

    /// <summary>Speaking rate in per cent of the usual; null: the usual.</summary>
    public int? Rate { get; init; }

    internal override XElement Write()
    {
        var say = Element("Say", ("language", Language), ("voice", Voice));
        var text = TwimlDocument.Clean(Text.Length <= Longest ? Text : Text[..Longest]);
        say.Add(Rate is { } rate ? new XElement("prosody", new XAttribute("rate", $"{rate}%"), text) : text);
        return say;
    }
}

/// <summary>Silence.</summary>
internal sealed record Pause(TimeSpan Length) : Verb
{
    internal override XElement Write() => Element("Pause", ("length", Length));
}

/// <summary>Ends the call.</summary>
internal sealed record Hangup : Verb
{
    internal override XElement Write() => Element("Hangup");
}

/// <summary>Goes on with the document at another address.</summary>
internal sealed record Redirect(string Url) : Verb
{
    internal override XElement Write()
    {
        var redirect = Element("Redirect", ("method", "POST"));
        redirect.Add(TwimlDocument.Clean(AskedAgain.At(Url)));
        return redirect;
    }
}

/// <summary>Hears keys, and speech where <see cref="Hints"/> or <see cref="Speech"/> ask for it. An empty result goes to the action too, unless the document goes on then.</summary>
internal sealed record Gather(string Action, params Verb[] Prompt) : Verb
{
    public bool Speech { get; init; }
    public string? Language { get; init; }
    public string? Hints { get; init; }
    /// <summary>How long silence is borne after the prompt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>Nothing heard is no answer: the next verb follows.</summary>
    public bool GoesOnUnheard { get; init; }
    /// <summary>Keys that make an answer; null: until <see cref="Timeout"/>.</summary>
    public int? NumDigits { get; init; }

    internal override XElement Write()
    {
        var gather = Element("Gather",
            ("input", Speech ? "dtmf speech" : "dtmf"), ("language", Speech ? Language : null), ("hints", Speech ? Hints : null),
            ("timeout", Timeout), ("speechTimeout", Speech ? "auto" : null), ("actionOnEmptyResult", !GoesOnUnheard), ("numDigits", NumDigits),
            // No key ends an answer: * and # are keys that mean something.
            ("finishOnKey", ""), ("action", AskedAgain.At(Action)), ("method", "POST"), ("bargeIn", true));
        gather.Add(Prompt.Select(verb => verb.Write()));
        return gather;
    }
}
