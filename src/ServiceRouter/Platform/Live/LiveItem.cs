namespace ServiceRouter.Platform.Live;

/// <summary>
/// One item of a live stream. Streams are numbered without gaps in commit order; number 0 is a nudge: "something beside the items changed".
/// </summary>
/// <param name="Number">1, 2, 3 …, or 0 for a nudge.</param>
/// <param name="Kind">Event name.</param>
/// <param name="Json">One line, or null when the reader must fetch it from the database (a hint from another node).</param>
public sealed record LiveItem(long Number, string Kind, string? Json)
{
    /// <summary>Something beside the items changed.</summary>
    public static LiveItem Nudge { get; } = new(0, "nudge", null);

    /// <summary>The stream cannot be read on: it stays open and waits.</summary>
    public static LiveItem DatabaseAway { get; } = new(0, "away", null);

    /// <summary>The stream goes on.</summary>
    public static LiveItem DatabaseBack { get; } = new(0, "back", null);
}

/// <summary>Names of streams.</summary>
public static class StreamName
{
    /// <summary>Activities of a conversation and the state of its handoff.</summary>
    public static string Conversation(Guid conversationId) => $"conversation:{conversationId:N}";

    internal const string Desks = "desk:";

    /// <summary>Events of a counsellor's desk.</summary>
    public static string Desk(string counsellorId) => Desks + counsellorId;
}
