using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Tests.Channels.Sms;

/// <summary>The line rests for everybody, one message shows whether it is over, and the node says so.</summary>
public sealed class When_the_provider_takes_nothing
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly SmsLineRest line;

    public When_the_provider_takes_nothing() => line = new(clock);

    [Fact]
    public void It_begins_with_few_and_hands_over_more_with_each_that_was_answered_up_to_a_bound()
    {
        Width().Should().Be(2);
        line.Saw(SmsFate.Sent);
        Width().Should().Be(3);
        line.Saw(SmsFate.NotWanted);
        Width().Should().Be(4, "it was answered");
        for (var sent = 0; sent < 20; sent++) line.Saw(SmsFate.Sent);
        Width().Should().Be(SmsLineRest.Most);
    }

    [Theory]
    [InlineData(SmsFate.NotTaken)]
    [InlineData(SmsFate.Unknown)]
    internal void It_rests_longer_each_time_and_one_alone_shows_whether_it_is_over(SmsFate fate)
    {
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            line.Saw(fate);
            clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Width().Should().Be(0);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Width().Should().Be(1);
        }
        line.Saw(SmsFate.Sent);
        Width().Should().Be(2);
        line.Saw(fate);
        clock.Advance(SmsLineRest.First);
        Width().Should().Be(1, "it was well in between");
    }

    [Fact]
    public void Several_that_were_under_way_fail_for_one_reason()
    {
        line.Saw(SmsFate.NotTaken).Should().BeFalse("it may be the message's own");
        for (var other = 0; other < 7; other++) line.Saw(SmsFate.NotTaken).Should().BeTrue();

        clock.Advance(SmsLineRest.First);
        Width().Should().Be(1);
    }

    [Fact]
    public void The_node_says_so_from_the_third_on_and_until_one_leaves()
    {
        line.Look().State.Should().Be(PartState.Works);
        for (var failure = 0; failure < 3; failure++)
        {
            line.Look().State.Should().Be(PartState.Works, "the provider may have too much to do once");
            line.Saw(SmsFate.NotTaken);
            clock.Advance(SmsLineRest.Longest);
        }
        line.Look().Should().Be((PartState.Away, "takes no messages"));
        line.Saw(SmsFate.Unknown);
        line.Look().Should().Be((PartState.Away, "does not answer"));
        line.Saw(SmsFate.Sent);
        line.Look().State.Should().Be(PartState.Works);
    }

    [Fact]
    public void What_nobody_has_tried_for_long_is_not_known_to_be_away()
    {
        for (var failure = 0; failure < 3; failure++)
        {
            line.Saw(SmsFate.NotTaken);
            clock.Advance(SmsLineRest.Longest);
        }
        clock.Advance(TimeSpan.FromMinutes(5));

        line.Look().State.Should().Be(PartState.Works, "another node may have sent what was to be sent");
    }

    /// <summary>How many may be under way.</summary>
    private int Width() => Enumerable.Range(0, SmsLineRest.Most + 1).Count(line.MayHandOver);
}
