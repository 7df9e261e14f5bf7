namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Recognises danger and distress, in French as it is typed, in plain English and basic Arabic, without a model.
/// In doubt it errs on the safe side: a number shown once too often costs a line, a missed one may cost a life.
/// </summary>
public static class Distress
{
    private const string Net = "net:";

    private static readonly RuleSet Rules = new(
        DistressRules.Groups,
        DistressRules.LookAlikes,
        DistressSigns.Tiers.Concat(ForeignDistressRules.Tiers).Select(t => (t.Kind.ToString(), t.Rules))
            .Concat(DistressNet.Tiers.Select(t => (Net + t.Kind, t.Rules))),
        foreign: ForeignDistressRules.Wordings);

    /// <summary>Reads one message by itself; null when nothing certain speaks of distress. Never throws, whatever was typed.</summary>
    public static DistressFinding? Recognise(string? text) => Suspect(text) is { Certain: true } finding ? finding : null;

    /// <summary>Like <see cref="Recognise"/>, and also what only holds a grave word: to be weighed against the rest of the sentence.</summary>
    internal static DistressFinding? Suspect(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (OtherLanguages.SpeaksOfSuicide(text)) return new DistressFinding(DistressKind.Suicide, "other languages");
        if (OtherLanguages.SpeaksOfViolence(text)) return new DistressFinding(DistressKind.Violence, "other languages");
        return Rules.FirstMatch(text) switch
        {
            (null, _) => null,
            (['n', 'e', 't', ':', .. var kind], var rule) => new DistressFinding(Enum.Parse<DistressKind>(kind), rule!, Certain: false),
            var (kind, rule) => new DistressFinding(Enum.Parse<DistressKind>(kind), rule!),
        };
    }
}
