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
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).RatingInvitedAt is not null, "the first copy had its effect");
        var taken = await app.LookAsync(db => db.Inbox.Where(e => e.Consumer == "invite-rating").OrderByDescending(e => e.At).FirstAsync());
        var handoff = await citizen.HandoffAsync();
        await app.TamperAsync(db => db.Database.ExecuteSqlAsync($"UPDATE handoffs SET rating_invited_at = NULL WHERE id = {handoff.Id}"));

        for (var copy = 0; copy < 3; copy++)
            await app.Get<IOutboxSender>().SendAsync(taken.MessageId, new HandoffEnded(handoff.Id, HandoffOutcome.Served, handoff.EndedAt!.Value), CancellationToken.None);
        var other = NewId.NextGuid();
        await app.Get<IOutboxSender>().SendAsync(other, new HandoffEnded(handoff.Id, HandoffOutcome.Served, handoff.EndedAt!.Value), CancellationToken.None);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Inbox.AnyAsync(e => e.MessageId == other)), "the messages behind the copies were taken");

        (await citizen.ReadsAsync()).Count(a => a.Author == Author.Service && a.Text!.StartsWith("Comment cela", StringComparison.Ordinal))
            .Should().Be(2, "one for the first message and one for the other, none for the three copies");
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
}
