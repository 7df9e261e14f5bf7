using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.Tests.Platform;

/// <summary>A live screen is right again in time although nobody told it what is new.</summary>
public sealed class When_pushes_are_lost
{
    private const string Stream = "desk:nadia";
    private const int PageSize = 20;
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider clock = new();
    private readonly List<LiveItem> stored = [];

    [Fact]
    public async Task Other_pushes_do_not_put_off_the_look_at_the_database()
    {
        var live = new LiveStreams(clock);
        await using var screen = Follow(live).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = screen.MoveNextAsync().AsTask();
        lock (stored) stored.Add(new LiveItem(1, "offer", "{}"));

        // A nudge each second, as from a counsellor who sets their presence again and again.
        for (var passed = TimeSpan.Zero; passed < LiveStreams.LookAgain; passed += TimeSpan.FromSeconds(1))
        {
            live.Push(Stream, LiveItem.Nudge);
            (await next).Should().BeTrue();
            screen.Current.Should().Be(LiveItem.Nudge);
            next = screen.MoveNextAsync().AsTask();
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await next.WaitAsync(HangGuard, TestContext.Current.CancellationToken)).Should().BeTrue();
        if (screen.Current.Number == 0) (await screen.MoveNextAsync()).Should().BeTrue("its time is over");

        screen.Current.Kind.Should().Be("offer");
    }

    [Fact]
    public async Task Who_is_behind_the_end_of_the_stream_reads_and_who_is_not_goes_on()
    {
        var live = new LiveStreams(clock);
        await using var screen = Follow(live).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = screen.MoveNextAsync().AsTask();
        live.PushEnd(Stream, 0);
        lock (stored) stored.AddRange([new LiveItem(1, "offer", "{}"), new LiveItem(2, "offer-ended", "{}")]);

        live.PushEnd(Stream, 2);

        (await next).Should().BeTrue();
        var first = screen.Current;
        (await screen.MoveNextAsync()).Should().BeTrue();
        (first.Number, screen.Current.Number).Should().Be((1, 2));
        live.Followed(StreamName.Desks).Should().Equal("nadia");
    }

    [Fact]
    public async Task Who_is_behind_by_more_than_a_page_reads_all_of_it_without_waiting()
    {
        const int Missed = (2 * PageSize) + 1;
        stored.AddRange(Enumerable.Range(1, Missed).Select(number => new LiveItem(number, "offer", "{}")));
        await using var screen = Follow(new LiveStreams(clock)).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        // The clock stands still, and nobody pushes.
        for (var number = 1; number <= Missed; number++)
        {
            (await screen.MoveNextAsync().AsTask().WaitAsync(HangGuard, TestContext.Current.CancellationToken)).Should().BeTrue();
            screen.Current.Number.Should().Be(number);
        }
    }

    [Fact]
    public async Task Whose_turn_to_read_did_not_come_says_nothing_of_the_database_and_looks_again_no_sooner_than_the_others()
    {
        var tried = 0;
        stored.Add(new LiveItem(1, "activity", "{}"));
        await using var screen = new LiveStreams(clock).FollowAsync(
            Stream, 0, (_, _) => ++tried == 1 ? Task.FromException<IReadOnlyList<LiveItem>>(new NoTurnException()) : Task.FromResult<IReadOnlyList<LiveItem>>(stored), PageSize, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = screen.MoveNextAsync().AsTask();
        clock.Advance(LiveStreams.LookAgain - TimeSpan.FromTicks(1));
        (next.IsCompleted, tried).Should().Be((false, 1));

        clock.Advance(TimeSpan.FromTicks(1));
        (await next.WaitAsync(HangGuard, TestContext.Current.CancellationToken)).Should().BeTrue();

        screen.Current.Should().Be(LiveItem.Nudge);
        (await screen.MoveNextAsync().AsTask().WaitAsync(HangGuard, TestContext.Current.CancellationToken)).Should().BeTrue();
        screen.Current.Number.Should().Be(1);
    }

    private IAsyncEnumerable<LiveItem> Follow(LiveStreams live) => live.FollowAsync(Stream, 0, (after, _) =>
    {
        lock (stored) return Task.FromResult<IReadOnlyList<LiveItem>>([.. stored.Where(item => item.Number > after).Take(PageSize)]);
    }, PageSize, TestContext.Current.CancellationToken);
}
