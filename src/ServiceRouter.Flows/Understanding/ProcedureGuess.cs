namespace ServiceRouter.Flows.Understanding;

/// <summary>What <see cref="ProcedureClassifier"/> thinks a sentence is about.</summary>
/// <param name="Procedure">The procedure, or null when none is likely enough.</param>
/// <param name="Confidence">Probability of the best one, 0 to 1, also given when it was not enough.</param>
/// <param name="Named">True when a strong term of that procedure stands in the sentence.</param>
public readonly record struct ProcedureGuess(string? Procedure, double Confidence, bool Named = false)
{
    /// <summary>One of the names that stand for it stands in the sentence, and no term of any other: nothing else is spoken of.</summary>
    public bool Alone { get; init; }

    /// <summary>Likely enough to open the procedure for somebody who only tells how they are.</summary>
    public bool IsLikely => Procedure is not null && (Named || Confidence >= 0.4);

    /// <summary>Clear enough to outweigh a word of difficulty or a grave word: named and more likely than not, or nearly certain.</summary>
    public bool IsClear => Procedure is not null && (Named ? Confidence >= 0.5 : Confidence >= 0.9);
}
