namespace ServiceRouter.Flows.Understanding;

/// <summary>What is to be done with a sentence.</summary>
public enum Meaning
{
    /// <summary>Nothing was recognised: search the fiches, then count a miss.</summary>
    None = 0,

    /// <summary>Emergency numbers at once and an immediate request.</summary>
    Distress = 1,

    /// <summary>An explicit ask for a person: the request is made.</summary>
    Human = 2,

    /// <summary>An indirect ask: a person is offered.</summary>
    Offer = 3,

    /// <summary>A question about a known procedure.</summary>
    Procedure = 4,
}

/// <summary>What <see cref="Listener"/> understood.</summary>
/// <param name="Meaning">What is to be done.</param>
/// <param name="Procedure">The likely procedure, also beside an offer or a request (it picks the skill); null when none is likely.</param>
/// <param name="Confidence">Probability of that procedure, 0 to 1.</param>
/// <param name="Distress">The kind of distress; null unless the meaning is distress.</param>
/// <param name="Rule">Why, in words, for logs and for the counsellor: holds nothing of what was typed.</param>
public sealed record Understood(Meaning Meaning, string? Procedure, double Confidence, DistressKind? Distress, string Rule)
{
    /// <summary>The sentence calls the procedure by a name and speaks of no other: see <see cref="ProcedureGuess.Alone"/>.</summary>
    public bool NamesProcedure { get; init; }

    /// <summary>How the rules of each meaning begin.</summary>
    public const string DistressRule = "distress: ";
    public const string HumanRule = "asks for a person: ";
    public const string OfferRule = "may want a person: ";
    public const string ProcedureRule = "procedure: ";
    public const string NothingRule = "nothing recognised";
}
