using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.Tests.Platform.Outbox;

/// <summary>The longer it is away, the more waits, and the more each search for a row to try costs the database that all else needs.</summary>
public sealed class When_the_broker_is_away_for_long
{
    private readonly FakeTimeProvider clock = new();
    private readonly KnockPace pace;

    public When_the_broker_is_away_for_long() => pace = new KnockPace(clock);

    [Fact]
    public async Task A_short_outbox_is_searched_at_each_sweep()
    {
        pace.IsDue.Should().BeTrue("nothing was searched yet");
        await SearchAsync(TimeSpan.FromMilliseconds(2));
        clock.Advance(OutboxTable.Interval);
        pace.IsDue.Should().BeTrue();
    }

    [Fact]
    public async Task A_long_one_is_searched_for_a_small_part_of_the_time_also_when_the_search_failed()
    {
        var took = TimeSpan.FromMilliseconds(184);
        await SearchAsync(took);
        clock.Advance((took * KnockPace.PauseForSearch) - TimeSpan.FromMilliseconds(1));
        pace.IsDue.Should().BeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        pace.IsDue.Should().BeTrue();

        await pace.SearchAsync<int>(() => { clock.Advance(took); throw new TimeoutException(); }).Awaiting(s => s).Should().ThrowAsync<TimeoutException>();
        pace.IsDue.Should().BeFalse();
    }

    [Fact]
    public async Task A_broker_that_is_back_is_seen_however_long_a_search_takes()
    {
        await SearchAsync(TimeSpan.FromSeconds(4));
        clock.Advance(KnockPace.LongestPause);
        pace.IsDue.Should().BeTrue();
    }

    private Task<int> SearchAsync(TimeSpan takes) => pace.SearchAsync(() =>
    {
        clock.Advance(takes);
        return Task.FromResult(0);
    });
}
