namespace ServiceRouter.Satisfaction;

/// <summary>What a citizen thought of a served handoff; one per handoff, the latest word counts.</summary>
public sealed class Rating
{
    public Guid HandoffId { get; init; }
    public DateTimeOffset At { get; set; }
    /// <summary>1 (bad) to 5 (very good).</summary>
    public int Score { get; set; }
    public Solved Solved { get; set; }
    /// <summary>Free words, optional; erased with the words of the conversation.</summary>
    public string? Words { get; set; }
}

/// <summary>Whether the problem was solved, in the citizen's eyes. Stored by name.</summary>
public enum Solved
{
    Yes,
    Partly,
    No,
}
