using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>The broker stops in the middle and comes back: nothing is lost, and handoffs are offered in the meantime.</summary>
[Collection(TestsThatStopServers.Name)]
public sealed class When_the_broker_is_away(StoppableServersFixture fixture)
{
    [Fact]
    public async Task Handoffs_are_offered_all_the_same_and_every_message_leaves_afterwards()
    {
        var servers = await fixture.Servers;
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(servers));
        var desk = await app.CounsellorComesAsync(capacity: 10);
        await app.CitizenComesAsync(asksNow: true);
        var first = await desk.TakesNextAsync();

        await servers.StopBrokerAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var second = await desk.TakesNextAsync();
        (await desk.ClosesAsync(first)).Should().BeNull();
        (await desk.ClosesAsync(second)).Should().BeNull();
        (await app.LookAsync(db => db.Outbox.CountAsync())).Should().BePositive("what could not be sent stays as rows");
        await servers.StartBrokerAsync();

        await Eventually.HoldsAsync(async () => await app.LookAsync(db => db.Outbox.CountAsync()) == 0, "every row is sent and removed");
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).RatingInvitedAt is not null, "the message about the ending arrived");
        (await citizen.HandoffAsync()).Outcome.Should().Be(HandoffOutcome.Served);
    }
}
