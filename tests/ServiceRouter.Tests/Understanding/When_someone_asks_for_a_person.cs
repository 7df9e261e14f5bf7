using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_someone_asks_for_a_person
{
    [Fact]
    public void Every_explicit_ask_is_understood()
    {
        var missed = Corpus.Asks.Where(r => r.Label == "human" && HumanExit.Recognise(r.Text).Ask != ExitAsk.Human);

        missed.Should().BeEmpty();
    }

    [Fact]
    public void Nearly_all_asks_lead_to_a_person_or_to_the_offer_of_one()
    {
        var rows = Corpus.Asks;
        var missed = rows.Where(r => HumanExit.Recognise(r.Text).Ask == ExitAsk.None).ToList();

        ((double)missed.Count / rows.Count).Should().BeLessThanOrEqualTo(0.05, string.Join('\n', missed));
    }

    [Fact]
    public void No_ask_is_taken_for_distress()
    {
        var alarmed = Corpus.Asks.Where(r => Distress.Recognise(r.Text) is not null);

        alarmed.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("?!...")]
    [InlineData("\ud83d broken \udc00")]
    public void What_says_nothing_asks_for_nothing(string? text)
    {
        HumanExit.Recognise(text).Ask.Should().Be(ExitAsk.None);
        Distress.Recognise(text).Should().BeNull();
    }

    [Fact]
    public void A_look_alike_in_the_same_sentence_does_not_hide_the_ask() =>
        HumanExit.Recognise("je suis une personne seule, passez-moi quelqu'un").Ask.Should().Be(ExitAsk.Human);
}
