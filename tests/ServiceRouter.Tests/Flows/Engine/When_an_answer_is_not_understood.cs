using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

public class When_an_answer_is_not_understood
{
    private readonly FlowWalk walk = new(FixtureFlows.Depot);

    [Fact]
    public void The_first_time_the_question_comes_in_other_words()
    {
        walk.Says("blablabla");

        walk.Question.Text.Should().Be("Je n'ai pas compris votre réponse. Quel est le sujet de votre dossier ?");
        walk.Question.Choices.Should().HaveCount(4);
    }

    [Fact]
    public void A_list_without_numbers_is_answered_by_no_number()
    {
        var said = new[] { FlowChannel.Web, FlowChannel.Sms, FlowChannel.Voice }.Select(channel => EnginePhrases.In("fr").HowToAnswer(AnswerKind.Choice, channel).Contains("numéro"));

        said.Should().Equal(false, true, true);
    }

    [Fact]
    public void Without_words_of_its_own_the_question_says_how_to_answer() =>
        walk.Says("adresse", "je ne sais plus").Question.Text.Should().Contain("5 chiffres").And.EndWith("Quel est votre code postal ?");

    [Fact]
    public void The_second_time_a_person_is_offered()
    {
        walk.Says("blablabla", "blabla");

        walk.Last.Should().BeOfType<OfferHuman>().Which.Reason.Should().Be("incompris");
        walk.Position.Misses.Should().Be(2);
    }

    [Fact]
    public void The_third_time_a_person_is_asked_for() =>
        walk.Says("blablabla", "blabla", "bla").Last.Should().Be(new RequestHuman(null, "incompris", "titres"));

    [Fact]
    public void Yes_to_the_person_offered_makes_the_request() =>
        walk.Says("blablabla", "blabla", "oui").Last.Should().Be(new RequestHuman(null, "incompris", "titres"));

    [Fact]
    public void No_to_the_person_offered_asks_again()
    {
        walk.Says("blablabla", "blabla", "non");

        walk.Question.Choices.Should().HaveCount(4);
        walk.Says("vente").Question.Kind.Should().Be(AnswerKind.Date);
    }

    [Fact]
    public void The_answer_can_still_be_given_after_the_offer() =>
        walk.Says("blablabla", "blabla", "2").Question.Kind.Should().Be(AnswerKind.Date);

    [Fact]
    public void On_the_phone_the_keys_then_answer_the_offer()
    {
        walk.Channel = FlowChannel.Voice;

        walk.Says("blablabla", "blabla", "1").Last.Should().BeOfType<RequestHuman>();
    }

    [Fact]
    public void Silence_is_a_miss() => walk.Says("  ").Position.Misses.Should().Be(1);

    [Fact]
    public void An_understood_answer_starts_the_count_again() => walk.Says("blablabla", "adresse").Position.Misses.Should().Be(0);

    [Fact]
    public void An_offer_not_understood_three_times_is_a_request()
    {
        walk.Says("perte", "peut-être", "peut-être bien");
        walk.Last.Should().BeOfType<OfferHuman>();

        walk.Says("hm").Last.Should().Be(new RequestHuman(null, "incompris", "titres"));
    }
}
