using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Tests.Platform.Parts;

/// <summary>Acts and looks are two witnesses; the node is down only when no door for a request is left.</summary>
public sealed class When_parts_of_a_node_are_seen
{
    private readonly FakeTimeProvider clock = new();
    private readonly NodeParts parts;

    public When_parts_of_a_node_are_seen() => parts = new NodeParts(clock);

    [Fact]
    public void A_node_on_which_everything_works_is_ready_also_without_a_model() => parts.Readiness.Should().Be(Readiness.Ready);

    [Fact]
    public void A_part_is_away_since_the_first_time_that_it_was_missed()
    {
        parts.Saw(Part.Database, PartState.Away, "does not answer");
        var since = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(1));
        parts.Saw(Part.Database, PartState.Away, "does not answer");
        parts.Failed(Part.Database, "a unit of work failed");

        parts[Part.Database].Should().Be(new PartStanding(Part.Database, PartState.Away, "a unit of work failed", since));
    }

    [Fact]
    public void A_database_that_can_be_read_and_not_written_is_away()
    {
        parts.Failed(Part.Database, "a unit of work failed");

        parts.Saw(Part.Database, PartState.Works, "answers");

        parts[Part.Database].State.Should().Be(PartState.Away);
    }

    [Fact]
    public void An_act_that_succeeds_brings_it_back_at_once()
    {
        parts.Saw(Part.Database, PartState.Away, "does not answer");
        parts.Failed(Part.Database, "a unit of work failed");

        parts.Succeeded(Part.Database);

        parts[Part.Database].State.Should().Be(PartState.Works);
    }

    [Fact]
    public void Looks_bring_it_back_when_nobody_tries_any_more()
    {
        parts.Failed(Part.Database, "a unit of work failed");
        clock.Advance(NodeParts.Remembered);

        parts.Saw(Part.Database, PartState.Works, "answers");

        parts[Part.Database].State.Should().Be(PartState.Works);
    }

    [Fact]
    public void A_success_does_not_hide_that_something_is_missing()
    {
        parts.Saw(Part.Flows, PartState.Impaired, "some flows did not load");

        parts.Succeeded(Part.Flows);

        parts[Part.Flows].State.Should().Be(PartState.Impaired);
        parts.Readiness.Should().Be(Readiness.Degraded);
    }

    [Theory]
    [InlineData(PartState.Away, PartState.Works, PartState.Works, Readiness.Degraded)]
    [InlineData(PartState.Away, PartState.Away, PartState.Works, Readiness.Degraded)]
    [InlineData(PartState.Away, PartState.Works, PartState.Away, Readiness.Degraded)]
    [InlineData(PartState.Works, PartState.Away, PartState.Away, Readiness.Degraded)]
    [InlineData(PartState.Away, PartState.Away, PartState.Away, Readiness.Down)]
    [InlineData(PartState.Wrong, PartState.Works, PartState.Works, Readiness.Down)]
    internal void The_node_is_down_only_when_no_door_is_left_or_nothing_may_be_written(PartState database, PartState broker, PartState journal, Readiness expected)
    {
        parts.Saw(Part.Database, database, "test");
        parts.Saw(Part.Broker, broker, "test");
        parts.Saw(Part.Journal, journal, "test");

        parts.Readiness.Should().Be(expected);
    }

    [Fact]
    public void Whoever_follows_is_told_of_changes_only()
    {
        var told = 0;
        parts.Changed += () => told++;

        parts.Saw(Part.Broker, PartState.Away, "not connected");
        parts.Saw(Part.Broker, PartState.Away, "not connected");
        parts.Succeeded(Part.Database);

        told.Should().Be(1);
    }
}
