using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Platform;

/// <summary>Pages have a part of the connections: whoever looks again and again does not keep requests from being taken (docs/adr/0078).</summary>
public sealed class When_pages_wait_for_the_database
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hurried = TimeSpan.FromMilliseconds(100);
    private readonly TaskCompletionSource<int> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int begun;

    [Fact]
    public async Task A_few_are_there_at_once_and_the_others_take_their_turn()
    {
        using var pages = Of(Patient);
        var all = Enumerable.Range(0, 3 * InTime.AtOnce).Select(_ => LookAsync(pages)).ToList();
        await BegunAsync(InTime.AtOnce);

        answer.SetResult(7);

        (await Task.WhenAll(all)).Should().AllBeEquivalentTo(7);
        begun.Should().Be(3 * InTime.AtOnce);
    }

    [Fact]
    public async Task One_that_nobody_waits_for_any_more_keeps_its_place_until_it_has_ended()
    {
        using var pages = Of(Hurried);
        foreach (var one in Enumerable.Range(0, InTime.AtOnce).Select(_ => LookAsync(pages)).ToList()) await Waiting(one).Should().ThrowAsync<TimeoutException>();
        // Begun on a thread of its own, maybe after whoever waited for it has gone.
        await BegunAsync(InTime.AtOnce);

        await Waiting(LookAsync(pages)).Should().ThrowAsync<TimeoutException>();
        begun.Should().Be(InTime.AtOnce, "who finds no place is no work for the database");

        answer.SetResult(7);
        await Waiting(async () =>
        {
            while (true)
            {
                try
                {
                    return await LookAsync(pages);
                }
                catch (TimeoutException)
                {
                    // Those before have not given their places back yet.
                }
            }
        }).Should().CompleteWithinAsync(Patient);
    }

    [Fact]
    public async Task One_that_fails_gives_its_place_on_and_one_that_was_closed_takes_none()
    {
        using var pages = Of(Patient);
        using var closed = new CancellationTokenSource();
        var failing = Enumerable.Range(0, InTime.AtOnce).Select(_ => LookAsync(pages)).ToList();
        await BegunAsync(InTime.AtOnce);
        var waiting = pages.RunAsync(_ => Task.FromResult(1), closed.Token);
        await closed.CancelAsync();
        await Waiting(waiting).Should().ThrowAsync<OperationCanceledException>();

        answer.SetException(new InvalidOperationException("as the test wants it"));
        foreach (var one in failing) await Waiting(one).Should().ThrowAsync<InvalidOperationException>();

        (await pages.RunAsync(_ => Task.FromResult(7), TestContext.Current.CancellationToken)).Should().Be(7);
    }

    // A clock that stands: on a busy machine no page comes too late for its place.
    private static InTime Of(TimeSpan pageTimeout) => new(Options.Create(new StorageOptions { PageTimeout = pageTimeout }), new FakeTimeProvider());

    // Deaf to the end of its wait, as a driver is whose server is silent.
    private Task<int> LookAsync(InTime pages) => pages.RunAsync(_ =>
    {
        Interlocked.Increment(ref begun);
        return answer.Task;
    }, TestContext.Current.CancellationToken);

    private async Task BegunAsync(int some)
    {
        while (Volatile.Read(ref begun) < some) await Task.Yield();
    }

    private static Func<Task> Waiting(Task task) => () => task;

    private static Func<Task<int>> Waiting(Func<Task<int>> act) => act;
}
