using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Phone.Lines;

namespace ServiceRouter.Tests.Channels.Phone;

/// <summary>An answer that nobody can read, or a row that has gone, is the fault of one line: the others are rung all the same.</summary>
public sealed class When_a_step_of_a_line_is_at_fault
{
    private static readonly Guid Line = new("00000000-0000-0000-0000-000000000001");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private int tries;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_rests_and_is_tried_again()
    {
        var steps = new StepsAtFault("A step", clock, NullLogger.Instance);
        for (var look = 0; look < 3; look++) (await DoAsync(steps, Fails(new JsonException()))).Should().Be(0);
        tries.Should().Be(1);

        clock.Advance(TimeSpan.FromSeconds(1));
        (await DoAsync(steps, () => Task.FromResult(true))).Should().Be(1);
    }

    [Fact]
    public async Task What_the_provider_or_the_database_did_not_do_does_not_rest_here()
    {
        var steps = new StepsAtFault("A step", clock, NullLogger.Instance);
        for (var look = 0; look < 3; look++) (await DoAsync(steps, Fails(new TimeoutException()))).Should().Be(0);

        tries.Should().Be(3, "a line has pauses of its own");
    }

    [Fact]
    public async Task A_provider_that_takes_its_time_keeps_nobody_waiting_for_those_before_and_is_not_asked_for_all_at_once()
    {
        var steps = new StepsAtFault("A step", clock, NullLogger.Instance);
        var (gate, answers, under, most) = (new Lock(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0, 0);
        var lines = Enumerable.Range(1, StepsAtFault.AtOnce + 2).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])).ToList();

        var all = steps.DoAllAsync(lines, line => line, async (_, _) =>
        {
            lock (gate) most = Math.Max(most, ++under);
            if (most == StepsAtFault.AtOnce) answers.TrySetResult();
            await answers.Task;
            lock (gate) under--;
            return true;
        }, Token);

        (await all.WaitAsync(TimeSpan.FromSeconds(30), Token)).Should().Be(lines.Count);
        most.Should().Be(StepsAtFault.AtOnce);
    }

    private static Task<int> DoAsync(StepsAtFault steps, Func<Task<bool>> step) => steps.DoAllAsync([Line], line => line, (_, _) => step(), Token);

    private Func<Task<bool>> Fails(Exception failure) => () =>
    {
        tries++;
        throw failure;
    };
}
