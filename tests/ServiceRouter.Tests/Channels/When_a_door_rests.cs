using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;

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
}
