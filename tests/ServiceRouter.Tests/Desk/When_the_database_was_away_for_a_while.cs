using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Desk;

/// <summary>Whose silence is whose: desks renew each 15 s, by which a lease of 45 s outlives a gap shorter than that. Seconds since the start.</summary>
public sealed class When_the_database_was_away_for_a_while : IDisposable
{
    private readonly LostTime lost = new(new FakeTimeProvider());
    private readonly UnbrokenSight sight;

    public When_the_database_was_away_for_a_while() => sight = new(TimeSpan.FromSeconds(15), lost);

    public void Dispose() => lost.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(22, false)]
    [InlineData(23, true)]
    public void After_the_start_every_desk_has_the_time_to_renew(int second, bool may) => Looks(second).Should().Be(may);

    [Fact]
    public void After_a_long_outage_nobody_is_taken_for_gone_until_every_desk_could_renew()
    {
        Looks(60).Should().BeTrue();
        for (var second = 61; second <= 120; second++) Fails(second);

        Looks(121).Should().BeFalse();
        Looks(143).Should().BeFalse();
        Looks(144).Should().BeTrue();
    }

    [Fact]
    public void A_short_gap_costs_no_lease_and_changes_nothing()
    {
        Looks(60).Should().BeTrue();
        for (var second = 61; second <= 70; second++) Fails(second);

        Looks(71).Should().BeTrue();
    }

    [Fact]
    public void One_look_that_waited_for_the_database_is_a_gap_as_well()
    {
        Looks(60).Should().BeTrue();

        sight.MayJudge(TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(85)).Should().BeFalse();
    }

    [Fact]
    public void A_database_that_is_read_and_not_written_is_a_gap_until_it_is_written()
    {
        Looks(60).Should().BeTrue();
        for (var second = 61; second <= 100; second++)
        {
            Fails(second);
            sight.MayJudge(TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second)).Should().Be(second - 61 < 15);
        }

        Looks(101).Should().BeFalse();
    }

    [Fact]
    public void A_process_that_starts_into_an_outage_knows_of_nobody_who_is_gone()
    {
        Fails(1);

        Looks(2).Should().BeFalse();
        Looks(24).Should().BeFalse();
        Looks(25).Should().BeTrue();
    }

    [Fact]
    public void A_process_that_stood_still_lets_every_desk_renew_first()
    {
        Looks(60).Should().BeTrue();
        lost.Note(TimeSpan.FromSeconds(60));

        Looks(120).Should().BeFalse();
        Looks(142).Should().BeFalse();
        Looks(143).Should().BeTrue();
    }

    private bool Looks(int second)
    {
        var at = TimeSpan.FromSeconds(second);
        var may = sight.MayJudge(at, at);
        sight.Succeeded();
        return may;
    }

    private void Fails(int second) => sight.Failed(TimeSpan.FromSeconds(second));
}
