using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Dialogue;

/// <summary>All that an automatic turn may look at.</summary>
/// <param name="Text">What the citizen wrote, or the label of the button.</param>
/// <param name="Choice">The button's value; null for typed words.</param>
/// <param name="Channel">How texts are phrased.</param>
/// <param name="Language">Two-letter language.</param>
/// <param name="RefusesAssistant">"Pas de robot": nothing automatic is said.</param>
/// <param name="AfterCounsellor">A counsellor's conversation has ended: the assistant speaks only when asked.</param>
/// <param name="HumanOffered">The last thing said was an offer of a human.</param>
/// <param name="Position">The running flow's position.</param>
/// <param name="Misses">Turns in a row without understanding.</param>
internal sealed record TurnContext(
    string Text, string? Choice, FlowChannel Channel, string Language, bool RefusesAssistant, bool AfterCounsellor, bool HumanOffered, FlowPosition? Position, int Misses)
{
    /// <summary>Where the request stands whose receipt was said, in words; null when none was.</summary>
    public string? Stand { get; init; }

    /// <summary>A text of the service in the words of the channel.</summary>
    public string Say(string name, params object[] values) => Texts.SayOn(Suffix, name, Language, values);

    private string Suffix => Channel switch
    {
        FlowChannel.Voice => "phone",
        FlowChannel.Sms => "sms",
        _ => "web",
    };
}

/// <summary>What the turn says and does. A human that is asked for is made a request in the same commit as the words (G6).</summary>
internal sealed record TurnPlan(IReadOnlyList<Reply> Replies, FlowPosition? Position = null)
{
    public HumanAsk? Ask { get; init; }
    public int Misses { get; init; }
    public bool HumanOffered { get; init; }
    public bool WakesAssistant { get; init; }
    /// <summary>The citizen refuses the assistant from here on.</summary>
    public bool RefusesAssistant { get; init; }
    /// <summary>What was understood, kept with the citizen's activity for the counsellor.</summary>
    public string Understood { get; init; } = UnderstoodNote.Nothing;
    public bool Unsure { get; init; }

    public static TurnPlan Request(HumanAsk ask, string understood, params Reply[] replies) => new(replies) { Ask = ask, Understood = understood };
}

/// <summary>One automatic message.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Details">Buttons, numbers, source.</param>
/// <param name="ByService">A fact about the request: the service says it, and not the assistant.</param>
/// <param name="Saying">One of <see cref="Conversations.Saying"/>, where it is asked for later.</param>
internal sealed record Reply(string Text, Conversations.ActivityDetails? Details = null, bool ByService = false, string? Saying = null);

/// <summary>Values of the buttons that belong to the service, not to a flow.</summary>
public static class ServiceChoices
{
    /// <summary>"Parler à un conseiller".</summary>
    public const string Human = ReservedInputs.HumanButton;
    /// <summary>"Poser une question à l'assistant", after a counsellor's conversation.</summary>
    public const string Assistant = "@assistant";
    /// <summary>"Recommencer": back to the first question of the running flow.</summary>
    public const string StartAgain = ReservedInputs.StartAgain;
    /// <summary>Begins the flow of a procedure that was chosen from a list.</summary>
    public static string Procedure(string id) => ProcedurePrefix + id;
    internal const string ProcedurePrefix = "@demarche:";
    /// <summary>Accepts an offered human.</summary>
    public const string Yes = "oui";
    /// <summary>Declines an offered human.</summary>
    public const string No = "non";
}
