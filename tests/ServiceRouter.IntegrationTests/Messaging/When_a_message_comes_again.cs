using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>At least once on the wire, once in effect.</summary>
public sealed class When_a_message_comes_again(TestServersFixture fixture)
{
    [Fact]
    public async Task A_dispatcher_killed_between_confirm_and_removal_makes_a_repetition_that_is_dropped()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));
        var (citizen, handoff, taken) = await ServedAsync(app);
        // What the effect did is not in the way of doing it again: only the inbox is.
        await app.TamperAsync(db => db.Database.ExecuteSqlAsync($"UPDATE handoffs SET rating_invited_at = NULL WHERE id = {handoff.Id}"));
        var consumed = new Consumed();
        using var watching = app.Get<IBus>().ConnectConsumeMessageObserver(consumed);

        for (var copy = 0; copy < 3; copy++) await app.Get<IOutboxSender>().SendAsync(taken, Ended(handoff), CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(consumed.Times(taken) == 3), "the copies were taken");

        (await InvitationsAsync(citizen)).Should().Be(1, "the first message's, and none for the three copies");
        (await citizen.HandoffAsync()).RatingInvitedAt.Should().BeNull();
    }

    [Fact]
    public async Task Two_messages_about_one_end_invite_once()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));
        var (citizen, handoff, _) = await ServedAsync(app);
        var (other, consumed) = (NewId.NextGuid(), new Consumed());
        using var watching = app.Get<IBus>().ConnectConsumeMessageObserver(consumed);

        await app.Get<IOutboxSender>().SendAsync(other, Ended(handoff), CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(consumed.Times(other) == 1), "the other message was taken");

        (await InvitationsAsync(citizen)).Should().Be(1, "the request says that its citizen was invited");
        (await citizen.HandoffAsync()).RatingInvitedAt.Should().Be(handoff.RatingInvitedAt);
    }

    [Fact]
    public async Task Row_and_message_are_committed_together_or_not_at_all()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));

        var broken = () => app.Get<Platform.Storage.Transactions>().RunAsync((work, _) =>
        {
            work.Publish(NewId.NextGuid(), new HandoffWaiting(NewId.NextGuid(), 1));
            work.Db.HandoffLog.Add(new HandoffLogEntry { HandoffId = NewId.NextGuid(), Number = 1, Actor = null!, Facts = "{}", PreviousHash = "" });
            return Task.CompletedTask;
        }, CancellationToken.None);

        await broken.Should().ThrowAsync<DbUpdateException>();
        (await app.LookAsync(db => db.Outbox.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.HandoffLog.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Two_sweepers_never_claim_the_same_row()
    {
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers));
        var now = DateTimeOffset.UnixEpoch.AddYears(60);
        await app.TamperAsync(async db =>
        {
            for (var i = 0; i < 200; i++)
                db.Outbox.Add(new OutboxMessage
                {
                    Id = NewId.NextGuid(), Key = NewId.NextGuid(), Type = "none", Body = "{}", WrittenAt = now, ClaimedBy = "gone", ClaimedUntil = now.AddYears(10),
                });
            await db.SaveChangesAsync();
        });
        var table = app.Get<OutboxTable>();
        var later = now.AddYears(11);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using var db = await app.Get<IDbContextFactory<Platform.Storage.RouterDbContext>>().CreateDbContextAsync();
            return await table.ClaimAsync(db, new Platform.NodeName($"sweeper-{i}"), 100, later, CancellationToken.None);
        }));

        claims.SelectMany(c => c).GroupBy(r => r.Sequence).Should().OnlyContain(g => g.Count() == 1);
        claims.SelectMany(c => c).Should().NotBeEmpty();
    }

    /// <summary>Somebody was served and invited to rate.</summary>
    private static async Task<(Citizen Citizen, Handoff Handoff, Guid Message)> ServedAsync(RouterApp app)
    {
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).RatingInvitedAt is not null, "the first copy had its effect");
        return (citizen, await citizen.HandoffAsync(), (await app.LookAsync(db => db.Inbox.SingleAsync(e => e.Consumer == "invite-rating"))).MessageId);
    }

    private static HandoffEnded Ended(Handoff handoff) => new(handoff.Id, HandoffOutcome.Served, handoff.EndedAt!.Value);

    private static async Task<int> InvitationsAsync(Citizen citizen) =>
        (await citizen.ReadsAsync()).Count(a => a.Author == Author.Service && a.Text!.StartsWith("Comment cela", StringComparison.Ordinal));

    /// <summary>What consumers have done with, well or not.</summary>
    private sealed class Consumed : IConsumeMessageObserver<HandoffEnded>
    {
        private readonly ConcurrentQueue<Guid> ids = new();

        public int Times(Guid id) => ids.Count(one => one == id);

        public Task PreConsume(ConsumeContext<HandoffEnded> context) => Task.CompletedTask;

        public Task PostConsume(ConsumeContext<HandoffEnded> context) => NoteAsync(context);

        public Task ConsumeFault(ConsumeContext<HandoffEnded> context, Exception exception) => NoteAsync(context);

        private Task NoteAsync(ConsumeContext<HandoffEnded> context)
        {
            ids.Enqueue(context.MessageId!.Value);
            return Task.CompletedTask;
        }
    }
}
