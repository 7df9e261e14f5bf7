using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>The listener as the service has it, trained once for all tests on the phrases and the heard sentences of the repository.</summary>
public sealed class LearntListener
{
    private static readonly Lazy<(IReadOnlyList<ProcedurePhrases> Phrases, IReadOnlyList<HeardSentence> Heard)> Files = new(Read);
    private static readonly Lazy<ProcedureClassifier> Learnt = new(() => ProcedureClassifier.Train(Files.Value.Phrases));
    private static readonly Lazy<Listener> Ear = new(() => Listener.Train(Files.Value.Phrases, Files.Value.Heard));

    public static Listener Shared => Ear.Value;

    public LearntListener() => (Listener, Classifier, Phrases, Heard) = (Ear.Value, Learnt.Value, Files.Value.Phrases, Files.Value.Heard);

    public Listener Listener { get; }

    public ProcedureClassifier Classifier { get; }

    public IReadOnlyList<ProcedurePhrases> Phrases { get; }

    public IReadOnlyList<HeardSentence> Heard { get; }

    public IReadOnlyList<string> Procedures => [.. Phrases.Select(p => p.Procedure).OfType<string>()];

    private static (IReadOnlyList<ProcedurePhrases> Phrases, IReadOnlyList<HeardSentence> Heard) Read()
    {
        var (phrases, wrongPhrases) = ProcedurePhrases.Load(Repository.Folder("flows"));
        var (heard, wrongHeard) = HeardSentences.Load(Repository.Folder("flows"));
        wrongPhrases.Concat(wrongHeard).Should().BeEmpty();
        return (phrases, heard);
    }
}
