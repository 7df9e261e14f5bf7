using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public sealed class When_a_heard_file_is_wrong : IDisposable
{
    private readonly DirectoryInfo flows = Directory.CreateTempSubdirectory("heard-");

    public void Dispose() => flows.Delete(recursive: true);

    [Fact]
    public void Its_file_and_line_are_named_and_the_others_are_learnt()
    {
        Write("one-asks.tsv", "# a remark\nhuman\tje voudrais voir quelqu'un de chez vous\nhuman je voudrais voir quelqu'un");
        Write("one-distress.tsv", "distress:Suicide\tje ne serai plus là demain matin\ndistress:Sadness\tje suis triste\ndistress:9\tje suis triste aussi");
        Write("one-songs.tsv", "any\tau clair de la lune");

        var (sentences, problems) = HeardSentences.Load(flows.FullName);

        sentences.Select(s => (s.Set, s.Kind, s.Distress)).Should().Equal(("one", HeardKind.Ask, null), ("one", HeardKind.Cry, DistressKind.Suicide));
        problems.Should().SatisfyRespectively(
            p => p.Should().Contain("one-asks.tsv(3)"),
            p => p.Should().Contain("one-distress.tsv(2)").And.Contain("distress:Sadness"),
            p => p.Should().Contain("one-distress.tsv(3)"),
            p => p.Should().Contain("one-songs.tsv"));
        Listener.LoadAndLearn(flows.FullName).Problems.Should().Contain(problems, "the operator is told of them");
    }

    [Fact]
    public async Task Without_any_the_rules_hear_alone()
    {
        var listener = Listener.LoadAndLearn(flows.FullName);

        (await listener.LearnsAsync()).Should().BeFalse("the operator is not told that it has learnt");
        listener.Problems.Should().ContainSingle(p => p.Contains("no such folder", StringComparison.Ordinal));
        listener.Understand("je veux parler à un conseiller").Meaning.Should().Be(Meaning.Human);
        listener.Understand("je veux mourir").Meaning.Should().Be(Meaning.Distress);
    }

    [Fact]
    public void Where_no_cry_was_heard_there_is_no_ear_and_nothing_is_unlike_one()
    {
        Write("one-asks.tsv", "human\tje voudrais voir quelqu'un de chez vous demain matin");
        Write("one-calm.tsv", "calm\tune ambulance est passée devant chez moi ce matin");
        var (sentences, _) = HeardSentences.Load(flows.FullName);

        LearntEar.Train(sentences, []).Should().BeNull("whoever cries would be like nothing, and the rules be silenced");
        LearntEar.Train([.. sentences, new HeardSentence("one", HeardKind.Cry, DistressKind.Danger, "il y a le feu chez mon voisin venez vite")], []).Should().NotBeNull();
    }

    private void Write(string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(flows.FullName, "heard"));
        File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }
}
