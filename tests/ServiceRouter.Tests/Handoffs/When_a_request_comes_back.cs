using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>The published patience with busy counsellors is one, however often nobody took the request.</summary>
public sealed class When_a_request_comes_back
{
    private static readonly DateTimeOffset Asked = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Asked.AddMinutes(20);

    [Theory]
    [InlineData(HandoffMove.Decline)]
    [InlineData(HandoffMove.ExpireOffer)]
    [InlineData(HandoffMove.LoseCounsellor)]
    public void An_offer_that_came_to_nothing_does_not_begin_the_wait_anew(HandoffMove move)
    {
        var handoff = Offered();

        handoff.ReturnToQueue(move, Later);

        (handoff.WaitingSince, handoff.State).Should().Be((Asked, HandoffState.Waiting));
    }

    [Fact]
    public void Nor_does_a_counsellor_who_is_lost_in_the_talk()
    {
        var handoff = Taken();

        handoff.ReturnToQueue(HandoffMove.LoseCounsellor, Later);

        handoff.WaitingSince.Should().Be(Asked);
    }

    [Fact]
    public void A_transfer_does()
    {
        var handoff = Taken();

        handoff.ReturnToQueue(HandoffMove.Transfer, Later, "conseiller2");

        (handoff.WaitingSince, handoff.WantedCounsellorId).Should().Be((Later, "conseiller2"));
    }

    [Theory]
    [InlineData(HandoffMove.FallDue)]
    [InlineData(HandoffMove.CitizenReturns)]
    public void So_does_a_promise_that_falls_due_and_the_return_of_the_citizen(HandoffMove move)
    {
        var handoff = Taken();
        handoff.Promise(CommitmentKind.CallBack, Later);

        handoff.ReturnToQueue(move, Later);

        (handoff.WaitingSince, handoff.DueAt, handoff.AskedAt).Should().Be((Later, null, Asked));
    }

    private static Handoff Taken()
    {
        var handoff = Offered();
        handoff.Accept(Asked.AddMinutes(1));
        return handoff;
    }

    private static Handoff Offered()
    {
        var handoff = new Handoff { Receipt = "K7PR2XW9ADFM4H", Channel = "web", Language = "fr", Skill = "general", Reason = "demande_humain", AskedAt = Asked };
        handoff.Ask(Asked);
        handoff.Offer(new Guid(1, 0, 0, new byte[8]), "conseiller1", Asked.AddSeconds(30));
        return handoff;
    }
}
