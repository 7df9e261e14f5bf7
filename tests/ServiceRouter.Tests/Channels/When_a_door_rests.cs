using MassTransit;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Tests.Channels;

/// <summary>A door that did not open in time is tried by one asking in each rest, and by all again once it opened.</summary>
public sealed class When_a_door_rests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_door_that_opens_is_tried_by_everybody()
    {
        var door = new DoorRest(clock);
        door.MayTry().Should().BeTrue();
        door.Opened();
        door.MayTry().Should().BeTrue();
        door.MayTry().Should().BeTrue();
    }

    [Fact]
    public void After_a_wait_in_vain_one_tries_it_in_each_rest()
    {
        var door = new DoorRest(clock);
        door.TimedOut();
        door.MayTry().Should().BeFalse();
        clock.Advance(DoorRest.Rest - TimeSpan.FromMilliseconds(1));
        door.MayTry().Should().BeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Enumerable.Range(0, 5).Count(_ => door.MayTry()).Should().Be(1);
        clock.Advance(DoorRest.Rest);
        Enumerable.Range(0, 5).Count(_ => door.MayTry()).Should().Be(1);
    }

    [Fact]
    public void Once_it_opened_everybody_tries_it_again()
    {
        var door = new DoorRest(clock);
        door.TimedOut();
        clock.Advance(DoorRest.Rest);
        door.MayTry().Should().BeTrue();
        door.Opened();
        Enumerable.Range(0, 5).Count(_ => door.MayTry()).Should().Be(5);
    }

    [Fact]
    public void It_rests_from_a_wait_in_vain_until_it_opened_or_nobody_has_tried_it_for_a_while()
    {
        var door = new DoorRest(clock);
        door.IsResting.Should().BeFalse();
        door.TimedOut();
        door.IsResting.Should().BeTrue();
        clock.Advance(DoorRest.Rest * 1.5);
        door.IsResting.Should().BeTrue("whoever tries it now has not come through yet");
        door.Opened();
        door.IsResting.Should().BeFalse();

        door.TimedOut();
        clock.Advance(DoorRest.Rest * 2);
        door.IsResting.Should().BeFalse("nothing was learned of it since");
    }

    [Fact]
    public void What_is_in_hand_is_told_without_a_look_unless_nothing_here_learns_when_it_has_arrived()
    {
        var door = new DoorRest(clock);
        var underWay = new UnderWay(door);
        var asked = Asked();
        underWay.Add(asked);
        underWay.FindWithoutLook(asked.Receipt).Should().BeNull("the first door is open");
        door.TimedOut();
        underWay.FindWithoutLook(asked.Receipt).Should().NotBeNull();

        underWay.OutOfSight(asked);

        underWay.FindWithoutLook(asked.Receipt).Should().BeNull();
        underWay.Find(asked.Receipt).Should().NotBeNull("an outage is told as before");
    }

    [Theory]
    [InlineData(false, PartState.Away, 120, true, "this node itself learns when it has arrived")]
    [InlineData(true, PartState.Away, 5, true, "the outage that sent it through another door lasts")]
    [InlineData(true, PartState.Away, 120, false, "the database was back, and somebody may have been served")]
    [InlineData(true, PartState.Works, 0, false, "it was too slow for this look, and not away")]
    public void What_is_out_of_sight_is_under_way_while_the_same_outage_lasts(bool isOutOfSight, PartState database, int awaySinceSeconds, bool isUnderWay, string because)
    {
        var asked = Asked();
        var underWay = new UnderWay(new DoorRest(clock));
        underWay.Add(asked);
        if (isOutOfSight) underWay.OutOfSight(asked);
        var standing = new PartStanding(Part.Database, database, "", asked.AskedAt.AddSeconds(awaySinceSeconds));

        underWay.FindWhileAway(asked.Receipt, standing with { State = PartState.Works }, asked.AskedAt.AddSeconds(3)).Should().NotBeNull("an outage is not seen at once");
        (underWay.FindWhileAway(asked.Receipt, standing, asked.AskedAt.AddHours(3)) is not null).Should().Be(isUnderWay, because);
    }

    private HandoffAsked Asked() => new(
        NewId.NextGuid(), "K7PR2XW9ADFM47", clock.GetUtcNow(), NewId.NextGuid(), KeyHash: null, "web", "fr", RefusesAssistant: false, ShownReceipt: null, "demande_humain", "general", "Ordinary", "citizen",
        CallBackNumber: null, CallBackAt: null);
}
