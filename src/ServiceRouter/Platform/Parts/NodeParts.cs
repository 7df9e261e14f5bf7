using ServiceRouter.Platform.Faults;

namespace ServiceRouter.Platform.Parts;

/// <summary>
/// How the parts of this node stand, by what really happens to it. There are two kinds of witnesses: acts (a commit, a send, a turn) and
/// looks at intervals. A part is away when either says so: a database that can be read and not written is away. An act that failed is
/// believed until one succeeds, or for a while, since nobody may try again.
/// </summary>
public sealed class NodeParts
{
    /// <summary>How long an act that failed outweighs looks that succeed.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private const string Unseen = "not looked at yet";
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly PartMemory[] parts;

    public NodeParts(TimeProvider clock)
    {
        this.clock = clock;
        var now = clock.GetUtcNow();
        parts = [.. Enum.GetValues<Part>().Select(part => new PartMemory(part == Part.Model || part == Part.Texts
            ? new PartStanding(part, PartState.NotConfigured, "there is none", now)
            : new PartStanding(part, PartState.Works, Unseen, now)))];
    }

    /// <summary>Some part stands otherwise than before. Raised on the thread of whoever saw it.</summary>
    public event Action? Changed;

    /// <summary>A look is wanted at once.</summary>
    internal event Action<Part>? Doubted;

    /// <summary>The part as it stands.</summary>
    public PartStanding this[Part part] => Volatile.Read(ref parts[(int)part].Standing);

    /// <summary>Every part, in the order of <see cref="Part"/>.</summary>
    public IReadOnlyList<PartStanding> All => [.. Enum.GetValues<Part>().Select(part => this[part])];

    /// <summary>Whether this node may be sent citizens and counsellors.</summary>
    public Readiness Readiness => Judge(All);

    /// <summary>An act needed the part, and it was there. Costs one read when nothing is wrong.</summary>
    internal void Succeeded(Part part)
    {
        // What an exercise took away for itself says nothing of this node, here and below.
        if (this[part].State != PartState.Away || ExerciseScope.Current is not null) return;
        Change(part, memory =>
        {
            memory.FailedAt = null;
            if (memory.Seen.State == PartState.Away) memory.Seen = (PartState.Works, "answers");
        });
    }

    /// <summary>An act needed the part, and it was not there.</summary>
    /// <param name="part">Which.</param>
    /// <param name="words">For operators, from a fixed list.</param>
    internal void Failed(Part part, string words)
    {
        if (ExerciseScope.Current is null) Change(part, memory => (memory.FailedAt, memory.FailedWords) = (clock.GetUtcNow(), words));
    }

    /// <summary>It was too slow once, which may mean something or nothing.</summary>
    internal void Doubt(Part part)
    {
        if (ExerciseScope.Current is null) Doubted?.Invoke(part);
    }

    /// <summary>What a look has shown.</summary>
    internal void Saw(Part part, PartState state, string words) => Change(part, memory =>
    {
        memory.Seen = (state, words);
        if (state != PartState.Away && memory.FailedAt is { } at && clock.GetUtcNow() - at >= Remembered) memory.FailedAt = null;
    });

    /// <summary>What such parts mean for the node.</summary>
    public static Readiness Judge(IReadOnlyList<PartStanding> parts)
    {
        bool Is(Part part, PartState state) => parts[(int)part].State == state;
        var broker = Is(Part.Broker, PartState.Works) || Is(Part.Broker, PartState.Impaired);
        if (Is(Part.Database, PartState.Wrong) || (Is(Part.Database, PartState.Away) && !broker && Is(Part.Journal, PartState.Away))) return Readiness.Down;
        return parts.All(p => p.State is PartState.Works or PartState.NotConfigured) ? Readiness.Ready : Readiness.Degraded;
    }

    private void Change(Part part, Action<PartMemory> change)
    {
        lock (gate)
        {
            var memory = parts[(int)part];
            change(memory);
            var (state, words) = memory.FailedAt is null ? memory.Seen : (PartState.Away, memory.FailedWords);
            var before = memory.Standing;
            if (before.State == state && before.Words == words) return;
            Volatile.Write(ref memory.Standing, new PartStanding(part, state, words, before.State == state && before.Words != Unseen ? before.Since : clock.GetUtcNow()));
        }
        Changed?.Invoke();
    }

    private sealed class PartMemory(PartStanding first)
    {
        public PartStanding Standing = first;

        public (PartState State, string Words) Seen { get; set; } = (first.State, first.Words);

        public DateTimeOffset? FailedAt { get; set; }

        public string FailedWords { get; set; } = "";
    }
}
