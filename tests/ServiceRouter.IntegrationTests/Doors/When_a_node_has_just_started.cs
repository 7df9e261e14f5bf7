using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>The first door is tried before a citizen needs it, with an asking of nobody, and what is taken back did not happen.</summary>
public abstract class When_a_node_has_just_started : IAsyncDisposable
{
    private RouterApp? app;

    protected abstract Task<RouterSetUp> SetUpAsync();

    [Fact]
    public async Task The_rehearsal_goes_to_its_end_and_leaves_nothing()
    {
        app = await RouterApp.StartAsync(await SetUpAsync());
        var committed = 0;
        app.Get<Transactions>().Committed += _ => Interlocked.Increment(ref committed);

        await app.Get<TakeAsked>().RehearseAsync(TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        (await app.LookAsync(async db => new[] { await db.Handoffs.CountAsync(), await db.HandoffLog.CountAsync(), await db.Conversations.CountAsync(), await db.Activities.CountAsync(), await db.Outbox.CountAsync() }))
            .Should().AllBeEquivalentTo(0);
        committed.Should().Be(0);
    }

    [Fact]
    public async Task What_is_counted_after_a_commit_is_counted_once_however_often_it_was_tried_and_not_when_it_was_taken_back()
    {
        app = await RouterApp.StartAsync(await SetUpAsync());
        var transactions = app.Get<Transactions>();
        var (tries, counted) = (0, 0);

        Task Body(Work work, CancellationToken ct)
        {
            work.AfterCommit(() => counted++);
            // What the loser of a race on a row meets.
            return ++tries < 3 ? throw new DbUpdateConcurrencyException("another writer was first") : Task.CompletedTask;
        }

        await transactions.RunAsync(Body, TestContext.Current.CancellationToken);
        (tries, counted).Should().Be((3, 1));

        await transactions.RehearseAsync(Body, TestContext.Current.CancellationToken);
        (tries, counted).Should().Be((4, 1));
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public sealed class Embedded : When_a_node_has_just_started
    {
        protected override Task<RouterSetUp> SetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_node_has_just_started
    {
        protected override async Task<RouterSetUp> SetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
