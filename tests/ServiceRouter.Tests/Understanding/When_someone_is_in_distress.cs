using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_someone_is_in_distress
{
    [Fact]
    public void It_is_always_recognised()
    {
        var missed = Corpus.Cries.Where(r => Distress.Recognise(r.Text) is null);

        missed.Should().BeEmpty();
    }

    [Fact]
    public void The_kind_decides_the_right_numbers()
    {
        var wrong = Corpus.Cries
            .Where(r => r.Label.Contains(':', StringComparison.Ordinal))
            .Where(r => Distress.Recognise(r.Text)?.Kind.ToString() != r.Label.Split(':')[1]);

        wrong.Should().BeEmpty();
    }
}
