using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;

namespace ServiceRouter.Tests.Channels;

public sealed class When_an_asking_is_tried_again_and_again
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_try_in_vain_gives_the_next_one_twice_the_time()
    {
        var time = new TakingTime { Shortest = Shortest };

        await InVainAsync(time);
        time.Limit.Should().Be(2 * Shortest);
        time.HasGrown.Should().BeTrue();
        await InVainAsync(time);

        time.Limit.Should().Be(4 * Shortest);
    }

    [Fact]
    public async Task Many_that_were_tried_at_once_say_it_once()
    {
        var time = new TakingTime { Shortest = TimeSpan.FromMilliseconds(200) };

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => InVainAsync(time)));

        time.Limit.Should().Be(TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task It_comes_back_with_a_database_that_is_well()
    {
        var time = new TakingTime { Shortest = Shortest };
        for (var tried = 0; tried < 4; tried++) await InVainAsync(time);

        // A machine that is busy takes long for nothing now and then.
        for (var tried = 0; tried < 1000 && time.HasGrown; tried++) await time.RunAsync(_ => Task.CompletedTask, most: null, Token);

        time.Limit.Should().Be(Shortest);
    }

    [Fact]
    public async Task A_look_that_is_answered_takes_nothing_from_a_try_that_was_not()
    {
        var time = new TakingTime { Shortest = Shortest };

        for (var pass = 0; pass < 3; pass++)
        {
            await time.RunPartAsync(_ => Task.FromResult(true), Token);
            await InVainAsync(time);
        }

        time.Limit.Should().Be(8 * Shortest, "a unit that needs longer than twice the first limit comes to its end");
    }

    [Fact]
    public async Task A_failure_of_the_database_s_own_says_nothing_of_its_speed()
    {
        var time = new TakingTime();

        await FluentActions.Awaiting(() => time.RunAsync(_ => throw new TimeoutException("it has said so at once"), most: null, Token)).Should().ThrowAsync<TimeoutException>();

        time.HasGrown.Should().BeFalse();
    }

    [Fact]
    public async Task While_the_database_is_away_one_asking_tries_and_whoever_comes_again_waits_for_its_own_try()
    {
        var (one, begun, ends) = (new OneWhileAway(), 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var (first, second) = (Asked(), Asked());

        var trying = one.Try(first, TakeAsync);
        one.Try(second, TakeAsync).Should().BeNull();
        one.Try(first, TakeAsync).Should().BeSameAs(trying);
        ends.SetResult();
        await trying!;
        await one.Try(second, TakeAsync)!;

        begun.Should().Be(2);

        Task TakeAsync()
        {
            Interlocked.Increment(ref begun);
            return ends.Task;
        }
    }

    private static async Task InVainAsync(TakingTime time)
    {
        var never = new TaskCompletionSource();
        await FluentActions.Awaiting(() => time.RunAsync(_ => never.Task, most: null, Token)).Should().ThrowAsync<TimeoutException>();
    }

    private static HandoffAsked Asked() => new(
        MassTransit.NewId.NextGuid(), "", default, MassTransit.NewId.NextGuid(), KeyHash: null, "web", "fr", RefusesAssistant: false, ShownReceipt: null, "demande_humain", "general", "Ordinary", "citizen",
        CallBackNumber: null, CallBackAt: null);
}
