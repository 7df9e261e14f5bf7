using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Platform.Time;

/// <summary>How long nobody of a process could do anything (docs/adr/0084).</summary>
public sealed class When_a_process_stood_still
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider machine = new();

    [Fact]
    public void A_process_that_goes_on_has_lost_nothing()
    {
        using var lost = new LostTime(machine);

        for (var second = 0; second < 120; second++) machine.Advance(Second);

        lost.Take().Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Its_longest_stand_is_told_once()
    {
        using var lost = new LostTime(machine);
        machine.Advance(Minute + Second);
        machine.Advance(Second);

        lost.Take().Should().Be(Minute);
        lost.Take().Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_went_on_while_the_counter_slept_tells_of_it()
    {
        using var lost = new LostTime(new Sleeper(machine));
        machine.Advance(Minute + Second);

        lost.Take().Should().Be(Minute);
    }

    [Fact]
    public void A_clock_that_was_set_back_has_lost_nothing()
    {
        var turned = new Turned(machine);
        using var lost = new LostTime(turned);
        turned.By = -Minute;
        machine.Advance(Second);

        lost.Take().Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void By_how_much_the_services_time_was_set_ahead_counts_as_well()
    {
        using var lost = new LostTime(machine);
        lost.Note(Minute);

        lost.Take().Should().Be(Minute);
    }

    /// <summary>A machine whose clock somebody sets, and whose counter nobody does.</summary>
    private sealed class Turned(TimeProvider counter) : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => counter.GetUtcNow() + By;

        public override long TimestampFrequency => counter.TimestampFrequency;

        public override long GetTimestamp() => counter.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => counter.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>A machine whose counter stands still while it sleeps.</summary>
    private sealed class Sleeper(TimeProvider wall) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
    }
}
