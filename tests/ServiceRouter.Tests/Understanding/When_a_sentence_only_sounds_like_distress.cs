using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_a_sentence_only_sounds_like_distress
{
    [Fact]
    public void At_most_one_in_twenty_raises_the_alarm()
    {
        var rows = Corpus.Calm;
        var alarmed = rows.Where(r => Distress.Recognise(r.Text) is not null).ToList();

        ((double)alarmed.Count / rows.Count).Should().BeLessThanOrEqualTo(0.05, string.Join('\n', alarmed));
    }
}
