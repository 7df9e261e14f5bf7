using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Sms;

namespace ServiceRouter.Tests.Channels.Sms;

/// <summary>One that is itself at fault keeps no other waiting; while the database is away nothing more is begun.</summary>
public sealed class When_an_outcome_cannot_be_noted
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, Exception> failures = [];
    private readonly List<string> noted = [];
    private readonly OwedNotes<string> owed;
    private int tries;

    public When_an_outcome_cannot_be_noted() => owed = new(NoteAsync, clock, NullLogger.Instance);

    [Fact]
    public async Task One_at_fault_rests_and_the_others_go_on()
    {
        failures["first"] = new InvalidOperationException("its row has gone");
        (await owed.NoteAsync("first")).Should().BeTrue("the database is there");
        (await owed.NoteAsync("second")).Should().BeTrue();
        noted.Should().Equal("second");

        for (var look = 0; look < 3; look++) (await owed.PayAsync()).Should().BeTrue();
        tries.Should().Be(2, "it rests");
        failures.Clear();
        clock.Advance(TimeSpan.FromSeconds(1));
        await owed.PayAsync();
        noted.Should().Equal("second", "first");
    }

    [Fact]
    public async Task Without_the_database_it_is_owed_until_it_is_back()
    {
        failures["first"] = new TimeoutException();
        (await owed.NoteAsync("first")).Should().BeFalse();
        (await owed.PayAsync()).Should().BeFalse("nothing more is claimed");

        failures.Clear();
        (await owed.PayAsync()).Should().BeTrue();
        (await owed.PayAsync()).Should().BeTrue();
        noted.Should().Equal("first");
    }

    private Task NoteAsync(string outcome)
    {
        tries++;
        if (failures.TryGetValue(outcome, out var failure)) throw failure;
        noted.Add(outcome);
        return Task.CompletedTask;
    }
}
