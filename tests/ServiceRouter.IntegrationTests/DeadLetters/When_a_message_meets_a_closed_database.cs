using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.DeadLetters;

/// <summary>An outage is no failure of a message: it waits, is taken afterwards, and no desk is bothered.</summary>
public sealed class When_a_message_meets_a_closed_database
{
    [Fact]
    public async Task It_waits_and_is_taken_when_the_database_is_back()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).RatingInvitedAt is not null, "the ending was heard");
        var (handoff, id) = (await citizen.HandoffAsync(), NewId.NextGuid());
        var database = app.Get<ClosableDatabase>();

        database.Close();
        await app.Get<IOutboxSender>().SendAsync(id, new HandoffEnded(handoff.Id, HandoffOutcome.Served, handoff.EndedAt!.Value), CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(database.Refused > 3), "it was tried, and the loops of the service too");
        database.Open();

        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Inbox.AnyAsync(e => e.MessageId == id)), "it is taken afterwards");
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
    }
}
