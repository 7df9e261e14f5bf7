using ServiceRouter.Flows.Checking;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Checking;

/// <summary>The proof of the exit would be worth nothing if it could not fail.</summary>
public class When_an_engine_loses_the_way_to_a_person
{
    [Fact]
    public void A_question_that_takes_the_words_for_itself_is_told() =>
        Prove((flow, position, input, channel, language) => position.Step == "raconte" && input == "conseiller"
            ? FlowEngine.Answer(flow, position, "une phrase", channel, language)
            : FlowEngine.Answer(flow, position, input, channel, language))
        .Should().Equal(
            "raconte: the way to a person is lost: `conseiller` on sms in en does not reach one",
            "raconte: the way to a person is lost: `conseiller` on sms in fr does not reach one",
            "raconte: the way to a person is lost: `conseiller` on voice in en does not reach one",
            "raconte: the way to a person is lost: `conseiller` on voice in fr does not reach one");

    [Fact]
    public void It_is_noticed_on_one_channel_and_after_one_misunderstanding() =>
        Prove((flow, position, input, channel, language) => channel == FlowChannel.Voice && position is { Step: "ou", Misses: 2 } && input == "0"
            ? new FlowTurn([new Say("Pardon ?")], position)
            : FlowEngine.Answer(flow, position, input, channel, language))
        .Should().OnlyContain(reason => reason.StartsWith("ou: the way to a person is lost: `0` on voice")).And.HaveCount(2);

    [Fact]
    public void A_request_for_another_reason_does_not_count() =>
        Prove((flow, position, input, channel, language) => input == ReservedInputs.HumanButton
            ? new FlowTurn([new RequestHuman(null, Reasons.NotUnderstood, flow.Skill)], null)
            : FlowEngine.Answer(flow, position, input, channel, language))
        .Should().Contain("sujet: the way to a person is lost: `@humain` on web in fr does not reach one").And.HaveCount(12);

    private static IEnumerable<string> Prove(AnswerFlow engine) =>
        CheckExit.Of(FixtureFlows.Depot, engine).Select(problem => $"{problem.Step}: {problem.Reason}").Order(StringComparer.Ordinal);
}
