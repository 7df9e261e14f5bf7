using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

/// <summary>A page never begins a second count beside one that is under way, and tells the last one until the next is done.</summary>
public sealed class When_a_count_takes_longer_than_a_page
{
    private static readonly TimeSpan Page = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly List<TaskCompletionSource<Counted>> begun = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_looks_is_not_kept_waiting_and_the_next_one_has_it()
    {
        var counts = New(TimeSpan.Zero);
        var first = counts.TryAsync(Page, Token);
        var beside = counts.TryAsync(Page, Token);
        await BegunAsync(1);
        clock.Advance(Page);

        (await first).Should().BeNull();
        (await beside).Should().BeNull();
        var again = counts.TryAsync(Page, Token);
        var figures = new Counted(clock.GetUtcNow());
        begun[0].SetResult(figures);

        (await again).Should().BeSameAs(figures);
        begun.Should().HaveCount(1, "all of them waited for the same");
    }

    [Fact]
    public async Task The_last_one_is_told_with_its_time_until_the_next_is_done()
    {
        var counts = New(TimeSpan.Zero);
        var last = await CountedAsync(counts);
        clock.Advance(TimeSpan.FromMinutes(4));

        var next = counts.TryAsync(Page, Token);
        await BegunAsync(2);
        clock.Advance(Page);
        (await next).Should().BeSameAs(last);
        clock.Advance(TimeSpan.FromMinutes(1));
        var late = counts.TryAsync(Page, Token);
        clock.Advance(Page);

        (await late).Should().BeNull("it is too old by now");
        begun.Should().HaveCount(2);
    }

    [Fact]
    public async Task One_that_took_long_is_told_for_as_long_again()
    {
        var counts = New(TimeSpan.FromSeconds(3));
        var slow = counts.RunAsync(Token);
        await BegunAsync(1);
        var at = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(20));
        begun[0].SetResult(new Counted(at));
        await slow;
        clock.Advance(TimeSpan.FromSeconds(19));

        (await counts.RunAsync(Token)).At.Should().Be(at);
        clock.Advance(TimeSpan.FromSeconds(1));
        _ = counts.RunAsync(Token);

        await BegunAsync(2);
    }

    [Fact]
    public async Task A_count_that_failed_says_so_and_is_begun_anew()
    {
        var counts = New(TimeSpan.FromSeconds(3));
        var failed = counts.TryAsync(Page, Token);
        await BegunAsync(1);
        begun[0].SetException(new TimeoutException("The database did not answer a statement"));

        Func<Task> awaited = () => failed;
        await awaited.Should().ThrowAsync<TimeoutException>("a database that is away is not a count that takes long");
        await CountedAsync(counts);
    }

    private async Task<Counted> CountedAsync(SharedCount<Counted> counts)
    {
        var (before, counted) = (begun.Count, new Counted(clock.GetUtcNow()));
        var reading = counts.RunAsync(Token);
        await BegunAsync(before + 1);
        begun[before].SetResult(counted);
        return await reading;
    }

    private SharedCount<Counted> New(TimeSpan kept) => new(
        _ =>
        {
            var count = new TaskCompletionSource<Counted>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (begun) begun.Add(count);
            return count.Task;
        },
        counted => counted.At, kept, clock);

    private async Task BegunAsync(int count)
    {
        // Begun by a thread of its own.
        while (true)
        {
            lock (begun) if (begun.Count >= count) return;
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private sealed record Counted(DateTimeOffset At);
}
