using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_a_question_only_looks_like_an_ask
{
    [Fact]
    public void At_most_one_in_ten_makes_a_request()
    {
        var rows = Corpus.LookAlikes;
        var taken = rows.Where(r => HumanExit.Recognise(r.Text).Ask == ExitAsk.Human).ToList();

        ((double)taken.Count / rows.Count).Should().BeLessThanOrEqualTo(0.10, string.Join('\n', taken));
    }
}
