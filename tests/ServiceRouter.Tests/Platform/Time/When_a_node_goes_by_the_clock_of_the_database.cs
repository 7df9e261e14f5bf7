using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Platform.Time;

public sealed class When_a_node_goes_by_the_clock_of_the_database
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private readonly Machine machine = new() { Wall = Noon.AddHours(1) };
    private readonly DatabaseClock clock;

    public When_a_node_goes_by_the_clock_of_the_database() => clock = new DatabaseClock(machine);

    [Fact]
    public void Its_own_clock_counts_only_before_the_first_look()
    {
        clock.GetUtcNow().Should().Be(Noon.AddHours(1));

        Look(Noon, way: TimeSpan.Zero);

        clock.GetUtcNow().Should().Be(Noon);
        clock.Doubt.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void It_goes_on_by_the_counter_while_the_database_is_away()
    {
        Look(Noon, way: TimeSpan.Zero);

        machine.Counter += TimeSpan.FromMinutes(10);

        clock.GetUtcNow().Should().Be(Noon.AddMinutes(10));
        clock.Doubt.Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThan(TimeSpan.FromMilliseconds(250), "that is the tolerance of docs/adr/0019");
    }

    [Fact]
    public void Somebody_who_sets_the_clock_of_the_machine_changes_nothing()
    {
        Look(Noon, way: TimeSpan.Zero);

        machine.Wall = Noon.AddHours(-3);

        clock.GetUtcNow().Should().Be(Noon);
    }

    [Fact]
    public void It_may_be_behind_before_the_first_look_and_after_a_sleep_of_the_machine_until_the_next_one()
    {
        clock.MayBeBehind.Should().BeTrue("its machine may be slow");
        Look(Noon, way: TimeSpan.Zero);
        clock.MayBeBehind.Should().BeFalse();

        machine.Wall += TimeSpan.FromMinutes(15);
        machine.Counter += TimeSpan.FromSeconds(1);
        clock.MayBeBehind.Should().BeTrue("the counter slept with it");
        Look(Noon.AddMinutes(15), way: TimeSpan.Zero);

        clock.MayBeBehind.Should().BeFalse();
    }

    [Fact]
    public void A_slow_answer_does_not_take_the_place_of_a_sure_one()
    {
        Look(Noon, way: TimeSpan.FromMilliseconds(2));

        // The answer was given at once and was on its way for four seconds: taken as of its coming, it is four seconds late.
        var set = clock.Take(ClockReading.Between(machine.Counter + TimeSpan.FromSeconds(10), Noon + TimeSpan.FromSeconds(10), machine.Counter + TimeSpan.FromSeconds(14)));

        set.Should().Be(TimeSpan.Zero);
        clock.Doubt.Should().BeLessThan(TimeSpan.FromMilliseconds(10));
    }

    [Theory]
    [InlineData(0, "a question that waited on its way puts nothing ahead")]
    [InlineData(4, "an answer that waited on its way makes it late, which is only a wait")]
    public void It_is_never_ahead_of_the_database(int answerWaited, string why)
    {
        // Four seconds between question and answer, on a node that has just started.
        clock.Take(ClockReading.Between(machine.Counter - TimeSpan.FromSeconds(4), Noon, machine.Counter));
        var database = Noon + TimeSpan.FromSeconds(answerWaited);

        clock.GetUtcNow().Should().BeOnOrBefore(database, why).And.BeOnOrAfter(database - clock.Doubt!.Value);
    }

    [Fact]
    public void A_sure_answer_takes_the_place_of_a_slow_one()
    {
        clock.Take(ClockReading.Between(machine.Counter - TimeSpan.FromSeconds(4), Noon, machine.Counter));
        clock.Doubt.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));

        Look(Noon + TimeSpan.FromSeconds(2), way: TimeSpan.Zero);

        clock.Doubt.Should().BeLessThan(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_database_whose_clock_was_set_is_followed_and_told()
    {
        Look(Noon, way: TimeSpan.FromMilliseconds(2));

        var set = Look(Noon.AddHours(1), way: TimeSpan.FromMilliseconds(50));

        set.Should().BeCloseTo(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        clock.GetUtcNow().Should().BeCloseTo(Noon.AddHours(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Who_must_know_is_told_before_anybody_can_read_the_new_time()
    {
        Look(Noon, way: TimeSpan.Zero);
        var told = new List<(TimeSpan Set, DateTimeOffset Read)>();
        clock.Sets = set => told.Add((set, clock.GetUtcNow()));

        Look(Noon.AddMilliseconds(1), way: TimeSpan.FromMilliseconds(50));
        told.Should().BeEmpty("nothing is set by what agrees");
        Look(Noon.AddHours(1), way: TimeSpan.Zero);

        told.Should().Equal((TimeSpan.FromHours(1), Noon));
    }

    /// <summary>A look whose answer was given in the middle of the way.</summary>
    private TimeSpan Look(DateTimeOffset said, TimeSpan way)
    {
        return clock.Take(ClockReading.Between(machine.Counter - (way / 2), said, machine.Counter + (way / 2)));
    }

    /// <summary>A clock that somebody may set, and a counter that nobody can.</summary>
    private sealed class Machine : TimeProvider
    {
        public DateTimeOffset Wall { get; set; }

        public TimeSpan Counter { get; set; } = TimeSpan.FromSeconds(1000);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Counter.Ticks;
    }
}
