using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Journeys;

/// <summary>One binary, roles by configuration: the citizen on one node, the counsellor on another, the work behind on a third.</summary>
public sealed class Across_nodes_with_their_roles(TestServersFixture fixture)
{
    [Fact]
    public async Task A_request_made_on_one_node_is_served_on_another()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        await using var front = await RouterApp.StartAsync(setUp, clock: null, "--Roles=Front");
        var router = await RouterApp.StartAsync(setUp, clock: null, "--Roles=Router");
        var office = await RouterApp.StartAsync(setUp, clock: null, "--Roles=Desk");
        var desk = await office.CounsellorComesAsync();
        var citizen = await front.CitizenComesAsync(asksNow: true);

        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
        (await citizen.HearsAsync(Author.Counsellor)).Text.Should().Be("Bonjour");
        await citizen.SaysAsync("merci");
        (await desk.ClosesAsync(receipt)).Should().BeNull();

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Served);
        await office.StopAsync();
        await router.StopAsync();
    }
}
