namespace ServiceRouter.Platform.Parts;

/// <summary>What a node stands on.</summary>
public enum Part
{
    Database,
    Broker,
    /// <summary>This node's own journal: the third door.</summary>
    Journal,
    /// <summary>The assistant's scripted dialogues.</summary>
    Flows,
    /// <summary>The assistant's fiches and their search.</summary>
    Knowledge,
    /// <summary>The language model; there is none yet.</summary>
    Model,
    /// <summary>The key of receipts: whether this node knows what all nodes have given.</summary>
    Receipts,
    /// <summary>The provider of text messages: whether it takes what this node hands over.</summary>
    Texts,
}

/// <summary>How a part stands.</summary>
public enum PartState
{
    Works,
    /// <summary>It works, and something of it is missing: a flow that did not load, a damaged record.</summary>
    Impaired,
    /// <summary>It does not answer, or refuses.</summary>
    Away,
    /// <summary>It answers and is of another version: this node must not write to it.</summary>
    Wrong,
    NotConfigured,
}

/// <summary>A part as this node sees it.</summary>
/// <param name="Part">Which.</param>
/// <param name="State">How it stands.</param>
/// <param name="Words">Why, for operators: from a fixed list, never words of an exception.</param>
/// <param name="Since">Since when it stands so.</param>
public sealed record PartStanding(Part Part, PartState State, string Words, DateTimeOffset Since);

/// <summary>What a load balancer needs to know.</summary>
public enum Readiness
{
    Ready,
    /// <summary>Something is missing, and a request for a human is accepted here all the same.</summary>
    Degraded,
    /// <summary>No door for a request for a human is open here, or the database is of another version.</summary>
    Down,
}
