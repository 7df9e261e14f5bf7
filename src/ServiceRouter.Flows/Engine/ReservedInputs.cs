using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Words, keys and buttons that no flow can take for itself: the way to a person, "say it again", and the way back.</summary>
public static class ReservedInputs
{
    /// <summary>Id of the button "Parler à un conseiller".</summary>
    public const string HumanButton = "@humain";

    /// <summary>The phone's key for the next choices.</summary>
    public const string MoreKey = "9";

    /// <summary>"Say it again".</summary>
    public const string Repeat = "*";

    /// <summary>Id of the button "Recommencer": back to the first question.</summary>
    public const string StartAgain = "@recommencer";

    /// <summary>The phone's key for it; choices go up to 6.</summary>
    public const string StartAgainKey = "7";

    internal const string MoreChoice = "@suite";

    private static readonly HashSet<string> HumanWords = ["humain", "conseiller"];

    public static bool IsHumanExit(string input, FlowChannel channel)
    {
        var said = input.Trim();
        return said == HumanButton || (channel == FlowChannel.Voice && said == "0") || HumanWords.Contains(Words.Plain(said));
    }

    public static bool IsRepeat(string input) => input.Trim() == Repeat || Words.Plain(input) == "aide";

    /// <summary>Nothing but "back to the beginning": the button, « retour », « recommencer » and what means the same.</summary>
    public static bool IsStartAgain(string input, FlowChannel channel)
    {
        var said = input.Trim();
        return said == StartAgain || (channel == FlowChannel.Voice && said == StartAgainKey) || GoingBack.IsWished(said);
    }

    /// <summary>True when a choice may not be picked by this word, on any channel.</summary>
    internal static bool Reserves(string word) =>
        IsHumanExit(word, FlowChannel.Voice) || IsRepeat(word) || IsStartAgain(word, FlowChannel.Web) || word.Trim() is MoreKey or MoreChoice;

    /// <summary>The single actions that must reach a person on a channel, as the checker tries them.</summary>
    internal static IReadOnlyList<string> ExitActions(FlowChannel channel) => channel switch
    {
        FlowChannel.Voice => ["0", "conseiller"],
        FlowChannel.Sms => ["HUMAIN", "conseiller"],
        _ => [HumanButton, "humain", "Conseiller"],
    };
}
