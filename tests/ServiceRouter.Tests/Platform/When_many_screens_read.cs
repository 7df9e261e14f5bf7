using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.Tests.Platform;

public sealed class When_many_screens_read
{
    [Fact]
    public async Task A_few_read_at_once_and_the_others_take_their_turn()
    {
        using var reads = new LiveReads(TimeProvider.System);
        var (atOnce, most) = (0, 0);
        var go = new TaskCompletionSource();

        var screens = Enumerable.Range(0, 50).Select(number => reads.RunAsync(async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            await go.Task;
            Interlocked.Decrement(ref atOnce);
            return number;
        }, TestContext.Current.CancellationToken)).ToList();
        atOnce.Should().Be(LiveReads.AtOnce);
        go.SetResult();

        (await Task.WhenAll(screens)).Should().Equal(Enumerable.Range(0, 50));
        most.Should().BeLessThanOrEqualTo(LiveReads.AtOnce);
    }

    [Fact]
    public async Task A_screen_that_is_closed_takes_no_turn_and_one_that_fails_gives_it_on()
    {
        using var reads = new LiveReads(TimeProvider.System);
        using var closed = new CancellationTokenSource();
        var go = new TaskCompletionSource<bool>();
        var failing = Enumerable.Range(0, LiveReads.AtOnce).Select(_ => reads.RunAsync(_ => go.Task, TestContext.Current.CancellationToken)).ToList();
        var waiting = reads.RunAsync(_ => Task.FromResult(true), closed.Token);
        await closed.CancelAsync();
        await Act(() => waiting).Should().ThrowAsync<OperationCanceledException>();

        go.SetException(new InvalidOperationException("as the test wants it"));
        foreach (var one in failing) await Act(() => one).Should().ThrowAsync<InvalidOperationException>();

        (await reads.RunAsync(_ => Task.FromResult(7), TestContext.Current.CancellationToken)).Should().Be(7);
    }

    [Fact]
    public async Task Words_do_not_wait_behind_those_who_read_where_requests_stand()
    {
        using var reads = new LiveReads(TimeProvider.System);
        var go = new TaskCompletionSource<bool>();
        var stands = Enumerable.Range(0, 50).Select(_ => reads.StandAsync(_ => go.Task, TestContext.Current.CancellationToken)).ToList();

        (await reads.RunAsync(_ => Task.FromResult(7), TestContext.Current.CancellationToken)).Should().Be(7);

        go.SetResult(true);
        await Task.WhenAll(stands);
    }

    [Fact]
    public async Task Whose_turn_does_not_come_is_told_that_the_database_is_away_only_where_it_answers_nobody()
    {
        var clock = new FakeTimeProvider();
        using var reads = new LiveReads(clock);
        var before = Enumerable.Range(0, LiveReads.AtOnce).Select(_ => new TaskCompletionSource<bool>()).ToList();
        var reading = before.ConvertAll(go => reads.RunAsync(_ => go.Task, TestContext.Current.CancellationToken));
        var first = reads.RunAsync(_ => Task.FromResult(true), TestContext.Current.CancellationToken);
        clock.Advance(LiveReads.Patience);
        await Act(() => first).Should().ThrowExactlyAsync<TimeoutException>("those who read hang");

        var next = new TaskCompletionSource<bool>();
        var served = reads.RunAsync(_ => next.Task, TestContext.Current.CancellationToken);
        var last = reads.RunAsync(_ => Task.FromResult(true), TestContext.Current.CancellationToken);
        before[0].SetResult(true);
        await reading[0];
        clock.Advance(LiveReads.Patience);

        await Act(() => last).Should().ThrowAsync<NoTurnException>("they are only many");
        next.SetResult(true);
        (await served).Should().BeTrue();
        foreach (var go in before.Skip(1)) go.SetResult(true);
        await Task.WhenAll(reading);
    }

    private static Func<Task> Act(Func<Task> act) => act;
}
