namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// "Pas de robot": somebody refuses to be answered by a program. It is an ask for a person as well, and more: it holds for the whole case (design, G7). Whoever has no
/// computer, or was failed by a web site, refuses nothing of the kind.
/// </summary>
public static class AssistantRefusal
{
    /// <summary>Name of the rules, among those that ask for a person.</summary>
    internal const string Rule = "no robot";

    // Who will not talk to one means us, whatever the machine is called.
    private const string NoTalk = "no talk to a robot";

    // What the exit rules call a machine is wider: it has the computer and the software that people do not have or cannot use.
    private static readonly HashSet<string> Answering = new(StringComparer.Ordinal)
    {
        "robot", "robots", "machine", "machines", "bot", "bots", "chatbot", "chatbots", "ia", "ai", "automate", "automates", "automatique", "automatiques", "automatic", "repondeur", "repondeurs", "vocal", "chatgpt",
        "virtuel", "algorithme", "algorithmes", "assistant", "assistants", "automatise", "automatisee", "automatisees", "automatises", "algorithmique", "makina", "روبوت", "الروبوت", "ماكينه", "اله", "الاله",
    };

    private static readonly RuleSet Rules = new(
        new Dictionary<string, string>(FrenchExitRules.Groups.Concat(ForeignExitRules.Groups), StringComparer.Ordinal),
        [.. FrenchLookAlikes.All, .. ForeignExitRules.LookAlikes],
        [(NoTalk, Named(NoTalk)), (Rule, Named(Rule))],
        foreign: ForeignExitRules.Wordings);

    /// <summary>Never throws, whatever was typed. An empty message refuses nothing.</summary>
    public static bool Is(string? text) =>
        !string.IsNullOrWhiteSpace(text) && Rules.Prepare(text) is var line && Rules.FirstMatchIn(line).Tier switch
        {
            NoTalk => true,
            Rule => line.Split(' ').Any(Answering.Contains),
            _ => false,
        };

    private static (string Name, string Wording)[] Named(string name) => [.. FrenchExitRules.Explicit.Concat(ForeignExitRules.Explicit).Where(rule => rule.Name == name)];
}
