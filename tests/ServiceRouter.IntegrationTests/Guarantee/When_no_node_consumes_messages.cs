using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>Roles apart, and every process that consumes messages has just ended: whoever took a request offers it (docs/adr/0055).</summary>
public sealed class When_no_node_consumes_messages(TestServersFixture fixture) : Journey
{
    [Fact]
    public async Task The_node_that_takes_a_request_offers_it()
    {
        var front = await StartAsync(null, "--Roles=Front,Desk");
        var desk = await front.CounsellorComesAsync();

        var citizen = await front.CitizenComesAsync(asksNow: true);

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print((await citizen.HandoffAsync()).Receipt));
    }

    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
