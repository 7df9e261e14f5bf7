using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Channels;

/// <summary>Whatever asks for a person is heard however much was said before it (G1).</summary>
public sealed class When_a_conversation_has_enough_words
{
    private static readonly Sensed Something = Sensed.Nothing;

    public static TheoryData<HandoffState?> States => [(HandoffState?)null, HandoffState.Waiting, HandoffState.Offered, HandoffState.WithCounsellor, HandoffState.Promised, HandoffState.Absent];

    [Theory]
    [MemberData(nameof(States))]
    public void A_wish_for_a_person_danger_and_a_refusal_of_the_assistant_are_heard_in_every_state(HandoffState? state)
    {
        foreach (var heard in (Sensed[])[Something with { Exit = WishForHuman.Yes }, Something with { Distress = DistressWords.Of(DistressKind.Danger) }, Something with { RefusesAssistant = true }])
            EnoughWords.MustBeHeard(Talk(), state, heard).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Other_words_are_heard_where_nobody_could_be_reached(HandoffState? state) =>
        EnoughWords.MustBeHeard(Talk(), state, Something).Should().Be(state == HandoffState.Absent);

    [Fact]
    public void Other_words_are_heard_where_they_may_make_a_request()
    {
        EnoughWords.MustBeHeard(Talk(offered: true), null, Something).Should().BeTrue("a person was offered, and this may be yes");
        EnoughWords.MustBeHeard(Talk(refuses: true), null, Something).Should().BeTrue("whoever refused the assistant gets a person");
        EnoughWords.MustBeHeard(Talk(offered: true, refuses: true), HandoffState.Waiting, Something).Should().BeFalse("the request is there");
    }

    [Fact]
    public void What_the_refusal_says_is_true_of_a_request_and_of_none()
    {
        EnoughWords.Refusal(null).Text.Should().NotContain("lira").And.Contain("demander un conseiller");
        EnoughWords.Refusal(HandoffState.Waiting).Text.Should().Contain("un conseiller les lira").And.Contain("demander un conseiller");
    }

    private static Conversation Talk(bool offered = false, bool refuses = false) => new() { Channel = ChannelName.Web, Language = "fr", KeyHash = "", HumanOffered = offered, RefusesAssistant = refuses };
}
