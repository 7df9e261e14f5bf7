using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Desk;

/// <summary>Whoever stands before a counsellor is received, unless somebody else has the request or is about to answer.</summary>
public sealed class When_a_citizen_is_at_the_counter
{
    [Theory]
    [InlineData(HandoffState.Waiting, false, "Takes")]
    [InlineData(HandoffState.Promised, false, "Takes")]
    [InlineData(HandoffState.Absent, false, "Takes")]
    [InlineData(HandoffState.Offered, true, "Takes")]
    [InlineData(HandoffState.Offered, false, "OfferedToColleague")]
    [InlineData(HandoffState.WithCounsellor, true, "Has")]
    [InlineData(HandoffState.WithCounsellor, false, "WithColleague")]
    [InlineData(HandoffState.Served, true, "HasEnded")]
    [InlineData(HandoffState.Served, false, "HasEnded")]
    [InlineData(HandoffState.Withdrawn, false, "HasEnded")]
    [InlineData(HandoffState.Unreachable, false, "HasEnded")]
    public void The_state_decides(HandoffState state, bool isTheirs, string verdict) =>
        new CounterStand(state, isTheirs, IsAtDesk: true, CallerWaits: false).Verdict.ToString().Should().Be(verdict);

    [Fact]
    public void Every_state_is_decided() => Enum.GetValues<HandoffState>().Should().AllSatisfy(state =>
        Enum.IsDefined(new CounterStand(state, IsTheirs: false, IsAtDesk: true, CallerWaits: false).Verdict).Should().BeTrue());

    [Fact]
    public void Whoever_waits_on_the_telephone_is_left_to_nobody() =>
        Verdicts(isAtDesk: true, callerWaits: true).Should().OnlyContain(v => v == AtCounter.CallerWaits);

    [Fact]
    public void A_desk_that_is_not_alive_takes_nothing() =>
        Verdicts(isAtDesk: false, callerWaits: false).Should().OnlyContain(v => v == AtCounter.NotAtDesk);

    [Fact]
    public void What_is_said_of_a_request_that_is_elsewhere_does_not_depend_on_either()
    {
        var gone = new CounterStand(HandoffState.WithCounsellor, IsTheirs: false, IsAtDesk: false, CallerWaits: true);

        (gone.Verdict, (gone with { IsTheirs = true }).Verdict, (gone with { State = HandoffState.Served }).Verdict).Should().Be((AtCounter.WithColleague, AtCounter.Has, AtCounter.HasEnded));
    }

    [Fact]
    public void An_offer_that_was_out_keeps_why_it_was_made()
    {
        var offer = new HandoffOffer { CounsellorId = "conseiller1", Rung = "nation", Why = "Parle arabe" };

        offer.TakenAtCounter("Reçue au guichet");
        offer.TakenAtCounter("Reçue au guichet");

        (offer.Rung, offer.Why).Should().Be((HandoffOffer.AtCounter, "Parle arabe\u00a0; Reçue au guichet"));
    }

    private static IEnumerable<AtCounter> Verdicts(bool isAtDesk, bool callerWaits) =>
        from one in new[] { (HandoffState.Waiting, false), (HandoffState.Promised, false), (HandoffState.Absent, false), (HandoffState.Offered, true) }
        select new CounterStand(one.Item1, one.Item2, isAtDesk, callerWaits).Verdict;
}
