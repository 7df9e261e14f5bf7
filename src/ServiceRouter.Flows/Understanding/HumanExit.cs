namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Recognises that someone asks for a person, before anything else runs and without a model: French as it is typed, plain English,
/// Arabic in both scripts, a few words of other languages (<see cref="OtherLanguages"/>). Look-alikes ("personne seule", "conseiller numérique") are covered up first, so that
/// "je suis une personne seule, passez-moi quelqu'un" is still an ask.
/// </summary>
public static class HumanExit
{
    // The other indirect asks are bad temper or bad luck, which "le site bug, comment payer ma carte grise" has too.
    private static readonly HashSet<string> Firm = new(StringComparer.Ordinal)
    {
        "prefers the voice", "is this a machine", "wants to write or come", "counsellor of an operator", "a person, somehow", "mocked", "english", "arabic", "arabizi",
    };

    private static readonly RuleSet Rules = new(
        new Dictionary<string, string>(FrenchExitRules.Groups.Concat(ForeignExitRules.Groups), StringComparer.Ordinal),
        [.. FrenchLookAlikes.All, .. ForeignExitRules.LookAlikes],
        [("human", [.. FrenchExitRules.Explicit, .. ForeignExitRules.Explicit]),
         ("named", FrenchExitRules.Named),
         ("offer", [.. FrenchHintRules.Indirect, .. ForeignExitRules.Indirect, .. ImpatienceRules.Indirect]),
         ("difficulty", [.. FrenchHintRules.Difficulty, .. ForeignExitRules.Difficulty])],
        synonyms: FrenchExitRules.RealPerson.Select(wording => (wording, "humain")),
        foreign: ForeignExitRules.Wordings);

    /// <summary>Reads one message. Never throws, whatever was typed. An empty message asks for nothing.</summary>
    public static ExitFinding Recognise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        if (OtherLanguages.AsksForPerson(text)) return new ExitFinding(ExitAsk.Human, "other languages", Yields: false);
        return Rules.FirstMatch(text) switch
        {
            ("human", var rule) => new ExitFinding(ExitAsk.Human, rule, Yields: false),
            ("named", var rule) => new ExitFinding(ExitAsk.Offer, rule, Yields: true, NamesPerson: true),
            ("offer", var rule) => new ExitFinding(ExitAsk.Offer, rule, Yields: !Firm.Contains(rule!)),
            ("difficulty", var rule) => new ExitFinding(ExitAsk.Offer, rule, Yields: true),
            _ => default,
        };
    }
}
