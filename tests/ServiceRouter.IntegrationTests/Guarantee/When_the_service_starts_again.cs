using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A restart resumes every open handoff from the rows.</summary>
public abstract class When_the_service_starts_again : Journey
{
    private RouterSetUp? setUp;

    [Fact]
    public async Task A_waiting_handoff_is_offered_and_a_conversation_goes_on()
    {
        setUp = await NewSetUpAsync();
        var before = await RouterApp.StartAsync(setUp);
        var desk = await before.CounsellorComesAsync("conseiller1", capacity: 2);
        var talking = await before.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var conversation = talking.ConversationId;
        await before.StopAsync();

        var between = await RouterApp.StartAsync(setUp);
        var waiting = await between.CitizenComesAsync(asksNow: true);
        await between.StopAsync();

        var after = Keep(await RouterApp.StartAsync(setUp));
        var again = new DeskOf(after, "conseiller1", desk.Seen);
        (await again.SaysAsync(receipt, "nous en étions où ?")).Should().BeNull();
        (await new Citizen(after, conversation).ReadsAsync()).Should().Contain(a => a.Text == "nous en étions où ?");
        await again.StaysAliveAsync();
        (await again.TakesNextAsync()).Should().Be(ReceiptCode.Print((await new Citizen(after, waiting.ConversationId).HandoffAsync()).Receipt));
    }

    public sealed class Embedded : When_the_service_starts_again
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_the_service_starts_again
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}
