using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>Who was let down goes to the head; who comes before a date of their own has the place of their age (docs/adr/0054).</summary>
public sealed class When_a_citizen_returns
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Before_a_promised_date_nobody_is_overtaken()
    {
        var handoff = Asked();
        handoff.Promise(CommitmentKind.CallBack, Now.AddDays(1));

        handoff.ReturnToQueue(HandoffMove.CitizenReturns, Now);

        handoff.Should().Match<Handoff>(h => h.State == HandoffState.Waiting && !h.AtHead && h.DueAt == null && h.Commitment == null);
    }

    [Fact]
    public void At_its_date_a_promise_goes_to_the_head()
    {
        var handoff = Asked();
        handoff.Promise(CommitmentKind.CallBack, Now.AddDays(1));

        handoff.ReturnToQueue(HandoffMove.FallDue, Now.AddDays(1));

        handoff.AtHead.Should().BeTrue();
    }

    [Fact]
    public void After_an_attempt_the_citizen_goes_to_the_head()
    {
        var handoff = Accepted();
        handoff.RecordAbsence(Now.AddHours(5));

        handoff.ReturnToQueue(HandoffMove.CitizenReturns, Now);

        handoff.AtHead.Should().BeTrue();
    }

    [Fact]
    public void Whoever_was_at_the_head_before_the_promise_is_so_after_it()
    {
        var handoff = Accepted();
        handoff.ReturnToQueue(HandoffMove.LoseCounsellor, Now);
        handoff.Promise(CommitmentKind.CallBack, Now.AddDays(1));

        handoff.ReturnToQueue(HandoffMove.CitizenReturns, Now);

        handoff.AtHead.Should().BeTrue();
    }

    [Fact]
    public void The_rank_is_raised_once_and_moves_nothing()
    {
        var handoff = Asked();

        (handoff.RaiseRank(), handoff.RaiseRank()).Should().Be((true, false));

        handoff.Should().Match<Handoff>(h => h.Rank == HandoffRank.Distress && h.State == HandoffState.Waiting && h.Version == 1);
    }

    private static Handoff Accepted()
    {
        var handoff = Asked();
        handoff.Offer(MassTransit.NewId.NextGuid(), "conseiller1", Now.AddMinutes(1));
        handoff.Accept(Now);
        return handoff;
    }

    private static Handoff Asked()
    {
        var handoff = new Handoff { Receipt = "K7PR2XW9ADFM47", Channel = "web", Language = "fr", Skill = "general", Reason = "demande_humain", Rank = HandoffRank.Ordinary, AskedAt = Now };
        handoff.Ask(Now);
        return handoff;
    }
}
