using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_someone_is_in_distress
{
    private static readonly string[] Cries = ["distress", "held-out-distress", "second-distress", "third-distress", "fourth-distress", "fifth-distress", "sixth-distress", "seventh-distress", "eighth-distress", "ninth-distress", "tenth-distress"];

    [Fact]
    public void It_is_always_recognised()
    {
        var missed = Corpus.Of(Cries).Where(r => Distress.Recognise(r.Text) is null);

        missed.Should().BeEmpty();
    }

    [Fact]
    public void The_kind_decides_the_right_numbers()
    {
        var wrong = Corpus.Of(Cries)
            .Where(r => r.Label.Contains(':', StringComparison.Ordinal))
            .Where(r => Distress.Recognise(r.Text)?.Kind.ToString() != r.Label.Split(':')[1]);

        wrong.Should().BeEmpty();
    }
}

public class When_a_sentence_only_sounds_like_distress
{
    private static readonly string[] Calm = ["calm", "held-out-calm", "second-calm", "third-calm", "fourth-calm", "fifth-calm", "sixth-calm", "tenth-calm"];

    [Fact]
    public void At_most_one_in_twenty_raises_the_alarm()
    {
        var rows = Corpus.Of(Calm);
        var alarmed = rows.Where(r => Distress.Recognise(r.Text) is not null).ToList();

        ((double)alarmed.Count / rows.Count).Should().BeLessThanOrEqualTo(0.05, string.Join('\n', alarmed));
    }
}
