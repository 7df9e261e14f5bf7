using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Tests.Platform.Parts;

public sealed class When_a_part_is_looked_at
{
    [Fact]
    public async Task One_that_is_only_coming_up_at_the_first_look_is_told_to_nobody() => (await ToldAsync(PartState.Away, PartState.Works)).Should().BeEmpty();

    [Fact]
    public async Task One_that_is_still_away_after_the_start_is_told_once() => (await ToldAsync(PartState.Away, PartState.Away)).Should().Equal("Broker: Away, seen");

    [Theory]
    [InlineData(PartState.Works)]
    [InlineData(PartState.NotConfigured)]
    public async Task One_that_is_at_the_first_look_as_it_stays_is_told_to_nobody(PartState state) => (await ToldAsync(state, state)).Should().BeEmpty();

    [Fact]
    public async Task One_that_hangs_is_away_and_is_looked_at_again_when_the_former_look_has_ended()
    {
        var (clock, hanging, other) = (new FakeTimeProvider(), new HangingLook(), new Look(PartState.Works, PartState.Works));
        var parts = new NodeParts(clock);
        using var service = new LookAtParts([hanging, other], parts, clock, new KeptLog<LookAtParts>()) { Limit = TimeSpan.FromMilliseconds(50) };
        await service.StartAsync(TestContext.Current.CancellationToken);

        await PassAsync(clock, () => other.Looks > 10);
        (hanging.Looks, parts[Part.Journal].State).Should().Be((1, PartState.Away));

        hanging.Answers.SetResult();
        await PassAsync(clock, () => parts[Part.Journal].State == PartState.Works);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A start and some looks after it.</summary>
    private static async Task<IEnumerable<string>> ToldAsync(PartState first, PartState then)
    {
        var (clock, log, look) = (new FakeTimeProvider(), new KeptLog<LookAtParts>(), new Look(first, then));
        using var service = new LookAtParts([look], new NodeParts(clock), clock, log);
        await service.StartAsync(TestContext.Current.CancellationToken);
        await PassAsync(clock, () => look.Looks >= 4);
        await service.StopAsync(TestContext.Current.CancellationToken);
        return log.Lines;
    }

    private static async Task PassAsync(FakeTimeProvider clock, Func<bool> until)
    {
        while (!until())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }
    }

    private sealed class Look(PartState first, PartState then) : IPartLook
    {
        private int looks;

        public Part Part => Part.Broker;

        public int Looks => Volatile.Read(ref looks);

        public Task<(PartState State, string Words)> LookAsync(CancellationToken ct) => Task.FromResult((Interlocked.Increment(ref looks) == 1 ? first : then, "seen"));
    }

    private sealed class HangingLook : IPartLook
    {
        private int looks;

        public Part Part => Part.Journal;

        public int Looks => Volatile.Read(ref looks);

        public TaskCompletionSource Answers { get; } = new();

        public async Task<(PartState State, string Words)> LookAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref looks);
            await Answers.Task;
            return (PartState.Works, "seen");
        }
    }
}
