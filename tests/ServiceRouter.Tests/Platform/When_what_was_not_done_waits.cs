using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Platform;

public sealed class When_what_was_not_done_waits
{
    private readonly FakeTimeProvider clock = new();
    private readonly GrowingPauses<string> pauses;

    public When_what_was_not_done_waits() => pauses = new(clock);

    [Fact]
    public void Its_pauses_double_up_to_the_longest()
    {
        var waited = new List<double>();
        for (var refusal = 0; refusal < 11; refusal++)
        {
            pauses.Lengthen("a");
            var seconds = 0;
            for (; pauses.Resting().Count > 0; seconds++) clock.Advance(TimeSpan.FromSeconds(1));
            waited.Add(seconds);
        }

        waited.Should().Equal(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300);
    }

    [Fact]
    public void It_is_told_since_when_until_it_is_done()
    {
        var since = pauses.Lengthen("a");
        clock.Advance(TimeSpan.FromSeconds(3));
        pauses.Lengthen("a").Should().Be(since);
        pauses.End("a");

        pauses.Lengthen("a").Should().Be(since.AddSeconds(3));
    }

    [Fact]
    public void Others_do_not_wait_with_it()
    {
        pauses.Lengthen("a");

        pauses.Resting().Should().Equal("a");
    }

    [Fact]
    public void Once_it_left_the_next_pause_is_the_shortest()
    {
        for (var refusal = 0; refusal < 5; refusal++) pauses.Lengthen("a");
        pauses.End("a");
        pauses.Lengthen("a");
        clock.Advance(GrowingPauses<string>.First);

        pauses.Resting().Should().BeEmpty();
    }

    [Fact]
    public void What_nobody_tries_any_more_is_forgotten()
    {
        for (var refusal = 0; refusal < 5; refusal++) pauses.Lengthen("a");
        clock.Advance(GrowingPauses<string>.Longest * 2);
        pauses.Resting();
        pauses.Lengthen("a");
        clock.Advance(GrowingPauses<string>.First);

        pauses.Resting().Should().BeEmpty();
    }
}
