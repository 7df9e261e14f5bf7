namespace ServiceRouter.Platform.Faults;

/// <summary>What can be away in an exercise; one seam in the code for each.</summary>
[Flags]
internal enum TakenAway
{
    None = 0,
    /// <summary>Every automatic part of the assistant: <c>Dialogue/AnswerInTime</c>.</summary>
    Assistant = 1,
    /// <summary>Sends to the broker: <c>Platform/Bus/BusSender</c>.</summary>
    Broker = 2,
    /// <summary>Reads and commits: the context factory of <c>Platform/Storage/StorageModule</c>.</summary>
    Database = 4,
}

/// <summary>A part that an exercise has taken away for its own work failed, as told.</summary>
internal sealed class TakenAwayException(TakenAway part) : Exception($"{part} is away in an exercise");

/// <summary>
/// Marks the work of an exercise: it flows with the calls that begin inside it, in this process, and with nothing else. No message, request,
/// setting or row can make one; a rule test holds its opening to the exercises alone. Parts are away only inside it.
/// </summary>
internal sealed class ExerciseScope : IDisposable
{
    private static readonly AsyncLocal<ExerciseScope?> Ambient = new();

    private readonly ExerciseScope? before;
    private readonly TakenAway away;
    private volatile string? opened;
    private int refused;

    private ExerciseScope(TakenAway away)
    {
        (this.away, before) = (away, Ambient.Value);
        Ambient.Value = this;
    }

    public static ExerciseScope? Current => Ambient.Value;

    /// <summary>Name of the door that opened last inside this scope; null when none did.</summary>
    public string? DoorOpened => opened;

    /// <summary>How often a part was asked for and was away, until now: what began inside goes on after the scope was closed.</summary>
    public int Refused => Volatile.Read(ref refused);

    public static ExerciseScope Open(TakenAway away) => new(away);

    /// <summary>Asked where the part would be used; counted when it is away.</summary>
    public static bool IsAway(TakenAway part)
    {
        if (Ambient.Value is not { } scope || !scope.away.HasFlag(part)) return false;
        Interlocked.Increment(ref scope.refused);
        return true;
    }

    /// <exception cref="TakenAwayException">The part is away for the work under way.</exception>
    public static void ThrowIfAway(TakenAway part)
    {
        if (IsAway(part)) throw new TakenAwayException(part);
    }

    public void Note(string door) => opened = door;

    public void Dispose() => Ambient.Value = before;
}
