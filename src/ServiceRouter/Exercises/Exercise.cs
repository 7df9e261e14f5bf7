using System.Text.Json;

namespace ServiceRouter.Exercises;

/// <summary>One exercise on the living system: what was taken away, when, by whom, and what came of it.</summary>
public sealed class Exercise
{
    /// <summary>Constant, under a unique index of running exercises: of two starts one wins.</summary>
    public const int OnlySlot = 1;

    public Guid Id { get; init; }
    public ExerciseKind Kind { get; init; }
    /// <summary>Account name of the manager, or <see cref="BeginExercise.Operator"/>.</summary>
    public required string StartedBy { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>Node that runs it.</summary>
    public required string Node { get; init; }
    /// <summary>Renewed by the runner; when it has passed and the exercise has not ended, its runner is gone.</summary>
    public DateTimeOffset AliveUntil { get; set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public ExerciseOutcome? Outcome { get; private set; }
    /// <summary>Whose human act closed an exercise that was broken off; null otherwise.</summary>
    public string? ClosedBy { get; private set; }
    /// <summary>JSON of <see cref="ExerciseAccount"/> as it was at the end; null before. What has come back or was closed since is counted anew by whoever reads, and changes nothing here.</summary>
    public string? Account { get; private set; }
    /// <summary>See <see cref="OnlySlot"/>.</summary>
    public int Slot { get; init; } = OnlySlot;
    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    /// <summary>True when whoever ran it has died: only a human act closes it.</summary>
    public bool IsBrokenOff(DateTimeOffset now) => EndedAt is null && AliveUntil <= now;

    public ExerciseAccount? ReadAccount() => Account is null ? null : JsonSerializer.Deserialize<ExerciseAccount>(Account, JsonSerializerOptions.Web);

    internal void Renew(DateTimeOffset until)
    {
        AliveUntil = until;
        Version++;
    }

    internal void End(DateTimeOffset now, ExerciseOutcome outcome, ExerciseAccount account, string? closedBy = null)
    {
        (EndedAt, Outcome, ClosedBy, Account) = (now, outcome, closedBy, JsonSerializer.Serialize(account, JsonSerializerOptions.Web));
        Version++;
    }
}

/// <summary>What an exercise takes away. Stored by name.</summary>
public enum ExerciseKind
{
    /// <summary>The assistant understands nothing any more.</summary>
    Model,
    /// <summary>No message leaves.</summary>
    Broker,
    /// <summary>Nothing is read or committed; then nothing is sent either.</summary>
    Database,
    /// <summary>A node is killed with requests in its journal.</summary>
    Node,
    /// <summary>A counsellor goes silent with a citizen in hand.</summary>
    Counsellor,
    /// <summary>All of them, one after the other.</summary>
    All,
}

/// <summary>How an exercise ended. Stored by name.</summary>
public enum ExerciseOutcome
{
    /// <summary>It was played to its end, everyone who asked has a receipt and was served, and each receipt is accounted for.</summary>
    Kept,
    /// <summary>Somebody was left without a receipt, a receipt is not accounted for, it was not played to its end, or somebody in it read what nobody may read: its course says why.</summary>
    NotKept,
    /// <summary>Its runner died, and a person closed what was left.</summary>
    BrokenOff,
}

/// <summary>A citizen played in an exercise: the runner's own ledger of what it was promised.</summary>
public sealed class ExerciseCitizen
{
    public Guid ConversationId { get; init; }
    public Guid ExerciseId { get; init; }
    public ExerciseKind Drill { get; init; }
    /// <summary>1, 2, 3 … in the exercise.</summary>
    public int Number { get; init; }
    /// <summary>When the button was pressed; null when it was not yet.</summary>
    public DateTimeOffset? AskedAt { get; set; }
    /// <summary>What the page showed, printed form; null when it showed none.</summary>
    public string? Receipt { get; set; }
    /// <summary>Which door took it; null when this process could not see it.</summary>
    public string? Door { get; set; }
    /// <summary>From the press of the button to the receipt.</summary>
    public long? ReceiptMilliseconds { get; set; }
    /// <summary>From the press of the button to the first offer that a counsellor saw.</summary>
    public long? DeskMilliseconds { get; set; }
}

/// <summary>One line of an exercise's course: what somebody in it did and saw.</summary>
public sealed class ExerciseStep
{
    public Guid ExerciseId { get; init; }
    /// <summary>1, 2, 3 … in the exercise.</summary>
    public int Number { get; init; }
    public DateTimeOffset At { get; init; }
    public ExerciseKind Drill { get; init; }
    /// <summary>In French: "Usager 1", "Conseiller 2", "Exercice".</summary>
    public required string Who { get; init; }
    /// <summary>In French, one sentence.</summary>
    public required string What { get; init; }
    /// <summary>Page that was opened or sent; null when it was none.</summary>
    public string? Path { get; init; }
    /// <summary>HTTP status of that page.</summary>
    public int? Status { get; init; }
    /// <summary>The sentence that the page showed.</summary>
    public string? Sentence { get; init; }
    public long? TookMilliseconds { get; init; }
}
