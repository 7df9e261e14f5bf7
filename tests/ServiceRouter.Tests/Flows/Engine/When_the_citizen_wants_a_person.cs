using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

public class When_the_citizen_wants_a_person
{
    public static TheoryData<string, FlowChannel> Exits => new()
    {
        { "@humain", FlowChannel.Web }, { "humain", FlowChannel.Web }, { " Conseiller ! ", FlowChannel.Web },
        { "0", FlowChannel.Voice }, { "conseiller", FlowChannel.Voice }, { "HUMAIN", FlowChannel.Sms }, { "CONSEILLER", FlowChannel.Sms },
    };

    [Theory, MemberData(nameof(Exits))]
    public void One_action_is_enough_at_every_question(string input, FlowChannel channel)
    {
        var expected = new RequestHuman(null, "demande_humain", "titres");
        string[] answers = ["adresse", "59000", "Rien n'avance", "non"];

        for (var given = 0; given <= answers.Length; given++)
        {
            var walk = new FlowWalk(FixtureFlows.Depot, channel).Says(answers[..given]);
            walk.Says(input).Last.Should().Be(expected);
            walk.Turn.Position.Should().BeNull();
        }
    }

    [Fact]
    public void Zero_typed_on_the_web_is_no_exit() =>
        new FlowWalk(FixtureFlows.Depot).Says("0").Question.Text.Should().StartWith("Je n'ai pas compris");

    [Theory]
    [InlineData("*")]
    [InlineData("AIDE")]
    public void Asking_to_repeat_is_no_miss(string input)
    {
        var walk = new FlowWalk(FixtureFlows.Depot);
        var before = walk.Question;

        walk.Says(input, input, input);

        walk.Question.Should().BeEquivalentTo(before);
        walk.Position.Misses.Should().Be(0);
    }
}
