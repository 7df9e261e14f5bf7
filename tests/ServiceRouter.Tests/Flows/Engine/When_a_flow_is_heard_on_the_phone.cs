using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

public class When_a_flow_is_heard_on_the_phone
{
    private readonly FlowWalk walk = new(FixtureFlows.Depot, FlowChannel.Voice);

    [Fact]
    public void The_form_for_the_phone_is_said() => walk.Question.Text.Should().Be("Votre dossier concerne quoi ?");

    [Fact]
    public void Three_choices_are_read_and_a_key_gives_the_others()
    {
        walk.Question.Choices.Select(choice => choice.Key).Should().Equal("1", "2", "3", "9");

        walk.Says("9").Question.Choices.Select(choice => (choice.Id, choice.Key)).Should().Equal(("perte", "4"), ("@suite", "9"));
        walk.Position.Misses.Should().Be(0);
    }

    [Fact]
    public void After_the_last_choices_the_first_come_again() =>
        walk.Says("9", "9").Question.Choices[0].Id.Should().Be("achat");

    [Fact]
    public void A_key_means_the_same_on_every_page() => walk.Says("9", "2").Question.Kind.Should().Be(AnswerKind.Date);

    [Fact]
    public void Repeating_stays_on_the_page() => walk.Says("9", "*").Question.Choices[0].Id.Should().Be("perte");

    [Fact]
    public void Yes_and_no_have_keys()
    {
        walk.Says("3", "59000", "rien n'avance");

        walk.Question.Choices.Select(choice => (choice.Label, choice.Key)).Should().Equal(("Oui", "1"), ("Non", "2"));
    }
}
