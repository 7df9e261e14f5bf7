using ServiceRouter.Platform.Live;

namespace ServiceRouter.Tests.Platform;

public sealed class When_many_screens_read
{
    [Fact]
    public async Task A_few_read_at_once_and_the_others_take_their_turn()
    {
        using var reads = new LiveReads();
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
        using var reads = new LiveReads();
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

    private static Func<Task> Act(Func<Task> act) => act;
}
