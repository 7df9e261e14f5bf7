using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public class When_someone_asks_for_a_person
{
    private static readonly string[] Asks = ["asks", "held-out-asks", "second-asks", "third-asks", "fourth-asks", "fifth-asks", "sixth-asks", "seventh-asks", "eighth-asks", "ninth-asks", "tenth-asks"];

    [Fact]
    public void Every_explicit_ask_is_understood()
    {
        var missed = Corpus.Of(Asks).Where(r => r.Label == "human" && HumanExit.Recognise(r.Text).Ask != ExitAsk.Human);

        missed.Should().BeEmpty();
    }

    [Fact]
    public void Nearly_all_asks_lead_to_a_person_or_to_the_offer_of_one()
    {
        var rows = Corpus.Of(Asks);
        var missed = rows.Where(r => HumanExit.Recognise(r.Text).Ask == ExitAsk.None).ToList();

        ((double)missed.Count / rows.Count).Should().BeLessThanOrEqualTo(0.05, string.Join('\n', missed));
    }

    [Fact]
    public void No_ask_is_taken_for_distress()
    {
        var alarmed = Corpus.Of(Asks).Where(r => Distress.Recognise(r.Text) is not null);

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

public class When_a_question_only_looks_like_an_ask
{
    private static readonly string[] LookAlikes = ["look-alikes", "held-out-look-alikes", "second-look-alikes", "third-look-alikes", "fourth-look-alikes", "fifth-look-alikes", "sixth-look-alikes", "seventh-look-alikes", "eighth-look-alikes", "ninth-look-alikes", "tenth-look-alikes"];

    [Fact]
    public void At_most_one_in_ten_makes_a_request()
    {
        var rows = Corpus.Of(LookAlikes);
        var taken = rows.Where(r => HumanExit.Recognise(r.Text).Ask == ExitAsk.Human).ToList();

        ((double)taken.Count / rows.Count).Should().BeLessThanOrEqualTo(0.10, string.Join('\n', taken));
    }
}
