using ServiceRouter.Flows.Engine;

namespace ServiceRouter.Tests.Flows.Engine;

/// <summary>A courtesy is neither an answer nor a miss, and hides nothing that is said beside it.</summary>
public sealed class When_somebody_is_polite
{
    private readonly FlowWalk walk = new(FixtureFlows.Depot);

    [Theory]
    [InlineData("Bonjour", Courtesy.Greeting)]
    [InlineData("bonjour à vous, ça va ?", Courtesy.Greeting)]
    [InlineData("Hello!", Courtesy.Greeting)]
    [InlineData("Merci beaucoup 🙏", Courtesy.Thanks)]
    [InlineData("Bonjour, merci, au revoir", Courtesy.Thanks)]
    [InlineData("ok merci bonne journée à vous aussi", Courtesy.Thanks)]
    [InlineData("merci de votre aide", Courtesy.Thanks)]
    [InlineData("Thank you very much, goodbye", Courtesy.Thanks)]
    [InlineData("ok", Courtesy.Heard)]
    [InlineData("D'accord, j'ai compris.", Courtesy.Heard)]
    public void A_courtesy_alone_is_known(string text, Courtesy courtesy) => Courtesies.ReadAlone(text).Should().Be(courtesy);

    [Theory]
    [InlineData("merci, je voudrais parler à quelqu'un")]
    [InlineData("bonjour je veux mourir")]
    [InlineData("ok et pour ma carte grise")]
    [InlineData("bonjour madame, la caf")]
    [InlineData("allô")]
    [InlineData("oui")]
    [InlineData("non")]
    [InlineData("madame")]
    [InlineData("et")]
    [InlineData("?!")]
    [InlineData("")]
    public void Anything_beside_it_is_read_as_what_it_is(string text) => Courtesies.ReadAlone(text).Should().BeNull();

    [Theory]
    [InlineData("bonjour")]
    [InlineData("merci")]
    [InlineData("ok")]
    public void Inside_a_flow_the_question_comes_again_and_nothing_is_counted(string courtesy)
    {
        var asked = walk.Question.Text;

        walk.Says(courtesy, courtesy, courtesy, courtesy);

        walk.Question.Text.Should().Be(asked);
        walk.Position.Misses.Should().Be(0);
    }

    [Fact]
    public void A_yes_to_the_person_offered_stays_a_yes_however_polite() =>
        walk.Says("blablabla", "blabla", "d'accord merci").Last.Should().BeOfType<RequestHuman>();

    [Fact]
    public void Thanks_for_the_person_offered_ask_for_nobody() =>
        walk.Says("blablabla", "blabla", "merci", "merci").Last.Should().BeOfType<OfferHuman>();
}
