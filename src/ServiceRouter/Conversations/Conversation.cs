namespace ServiceRouter.Conversations;

/// <summary>All activities between one citizen and the service, whoever answers.</summary>
public sealed class Conversation
{
    public Guid Id { get; init; }
    public required string Channel { get; init; }
    public required string Language { get; set; }
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>SHA-256 of the secret that the citizen's browser holds; the receipt is the other way in.</summary>
    public required string KeyHash { get; init; }
    /// <summary>Five digits, only when the citizen gave it.</summary>
    public string? Postcode { get; set; }
    /// <summary>Département code derived from the postcode.</summary>
    public string? Territory { get; set; }
    /// <summary>Number to call back, only when the citizen gave it; erased with the words.</summary>
    public string? CallBackNumber { get; set; }
    /// <summary>"Je préfère un humain" or "pas de robot": remembered for the case, on all channels (G7).</summary>
    public bool RefusesAssistant { get; set; }
    /// <summary>A counsellor has the conversation: the assistant is silent (G7), and stays so afterwards until the citizen asks it.</summary>
    public Voice Voice { get; set; } = Voice.Assistant;
    /// <summary>The running flow's position as JSON, or null.</summary>
    public string? FlowPosition { get; set; }
    /// <summary>Turns in a row that the assistant did not understand.</summary>
    public int Misses { get; set; }
    /// <summary>The assistant has just offered a human: "oui" accepts.</summary>
    public bool HumanOffered { get; set; }
    /// <summary>Said once per wait: "your words are added to your request".</summary>
    public bool ToldThatWordsAreKept { get; set; }
    /// <summary>Number of the newest activity; activities are numbered 1, 2, 3 … without gaps.</summary>
    public int LastActivity { get; private set; }
    public DateTimeOffset LastActivityAt { get; private set; }
    /// <summary>Set when retention erased the words; the numbers stay.</summary>
    public DateTimeOffset? WordsErasedAt { get; set; }
    /// <summary>It is over, and whoever comes back begins another (<see cref="ErasedConversations"/>).</summary>
    public bool IsErased => ErasedConversations.IsErased(WordsErasedAt, LastActivityAt);
    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    /// <summary>Numbers the next activity.</summary>
    public int NextActivity(DateTimeOffset now)
    {
        Version++;
        LastActivityAt = now;
        return ++LastActivity;
    }

    /// <summary>A change without an activity.</summary>
    public void Touch() => Version++;
}

/// <summary>Whose turn it is to answer the citizen.</summary>
public enum Voice
{
    Assistant,
    Counsellor,
}
