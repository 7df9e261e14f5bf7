using System.Text.Json;

namespace ServiceRouter.Conversations;

/// <summary>One thing said in a conversation.</summary>
public sealed class Activity
{
    public Guid ConversationId { get; init; }
    /// <summary>Place in the conversation: 1, 2, 3 … without gaps. It is the event id of live streams.</summary>
    public int Number { get; init; }
    public DateTimeOffset At { get; init; }
    public Author Author { get; init; }
    /// <summary>Name shown for a counsellor; null for the others, and once the words are erased.</summary>
    public string? AuthorName { get; set; }
    /// <summary>Null once retention has erased it.</summary>
    public string? Text { get; set; }
    /// <summary>Choices, sources and what was understood, as JSON of <see cref="ActivityDetails"/>; null when there is none.</summary>
    public string? Details { get; set; }
    /// <summary>One of <see cref="Conversations.Saying"/>, where what it says is asked for later; null for all else, and once the words are erased.</summary>
    public string? Saying { get; set; }
    /// <summary>The sender's own id: a message sent twice is stored once. Null once the words are erased: of a text message or a call it is the provider's, whose records have the number.</summary>
    public string? ClientId { get; set; }
}

/// <summary>Who said it, marked on every message (AI Act art. 50(1)). Stored by name.</summary>
public enum Author
{
    Citizen,
    /// <summary>Automatic: rules, flows, search.</summary>
    Assistant,
    Counsellor,
    /// <summary>Facts about the request itself: "a counsellor has joined", "you are back at the head of the queue".</summary>
    Service,
}

/// <summary>What goes with the words of an activity.</summary>
public sealed record ActivityDetails
{
    /// <summary>Buttons under the message, in order.</summary>
    public IReadOnlyList<ActivityChoice>? Choices { get; init; }
    public ActivitySource? Source { get; init; }
    /// <summary>On a citizen's activity: what the assistant understood, for the counsellor to see.</summary>
    public string? Understood { get; init; }
    /// <summary>True when the assistant was not sure.</summary>
    public bool Unsure { get; init; }
    /// <summary>Telephone numbers to show as links, for emergencies: number and label.</summary>
    public IReadOnlyList<ActivityChoice>? Numbers { get; init; }
    /// <summary>Kind of answer that the message asks for, a name of <see cref="Flows.Language.AnswerKind"/>; null when it asks nothing in particular.</summary>
    public string? Expects { get; init; }
    /// <summary>The human is offered beside this message.</summary>
    public bool OffersHuman { get; init; }

    internal static ActivityDetails? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ActivityDetails>(json, JsonSerializerOptions.Web);
}

/// <summary>A button: what it sends, what it says, and the key of the phone that does the same.</summary>
public sealed record ActivityChoice(string Value, string Label, string? Key = null);

/// <summary>Where an answer comes from: shown under it with its date.</summary>
public sealed record ActivitySource(string FicheId, string Title, string Url, DateOnly ReadOn);
