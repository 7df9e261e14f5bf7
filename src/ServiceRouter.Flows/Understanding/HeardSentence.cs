namespace ServiceRouter.Flows.Understanding;

/// <summary>What somebody who says a sentence wants of us.</summary>
public enum HeardKind
{
    /// <summary>Not used.</summary>
    Unknown = 0,

    /// <summary>A person, in so many words.</summary>
    Ask = 1,

    /// <summary>Perhaps a person.</summary>
    Hint = 2,

    /// <summary>Help: somebody is in distress.</summary>
    Cry = 3,

    /// <summary>Neither, though the words are those of an ask or a cry.</summary>
    Neither = 4,
}

/// <summary>A sentence and what was meant by it. No sentence comes from a citizen.</summary>
/// <param name="Set">The files that one author wrote at one time: what was learnt from the others is judged by it.</param>
/// <param name="Kind">What was meant.</param>
/// <param name="Distress">Of a cry, its kind where the file gives one.</param>
/// <param name="Text">The sentence.</param>
public sealed record HeardSentence(string Set, HeardKind Kind, DistressKind? Distress, string Text);
