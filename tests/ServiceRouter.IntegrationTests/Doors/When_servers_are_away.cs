using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>PostgreSQL is stopped, then RabbitMQ too: each door in its turn, and every request once in the end (G3).</summary>
[Collection(TestsThatStopServers.Name)]
public sealed class When_servers_are_away(StoppableServersFixture fixture)
{
    [Fact]
    public async Task Requests_are_accepted_all_the_time_and_each_is_one_request_afterwards()
    {
        var servers = await fixture.Servers;
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(servers), clock: null, "--Doors:BrokerTimeout=00:00:05", "--Doors:LookAgainInterval=00:00:00.200");
        await servers.Broker.SettleQueuesAsync();
        using var citizen = new CitizenHttp(app);
        var accepted = new List<Acceptance> { await AskAsync(app) };

        await servers.StopDatabaseAsync();
        for (var i = 0; i < 3; i++) accepted.Add(await AskAsync(app));
        var seen = await citizen.OpensAsync($"/demande/{accepted[^1].Receipt}");
        await servers.StopBrokerAsync();
        for (var i = 0; i < 3; i++) accepted.Add(await AskAsync(app));
        await servers.StartDatabaseAsync();
        accepted.Add(await AskAsync(app));
        await servers.StartBrokerAsync();

        accepted.Select(a => a.Door).Should().Equal(
            Door.Database, Door.Broker, Door.Broker, Door.Broker, Door.Journal, Door.Journal, Door.Journal, Door.Database);
        seen.Status.Should().Be(HttpStatusCode.OK);
        seen.Page.Should().Contain("Demande enregistrée, en cours de transmission");
        await Eventually.HoldsAsync(async () => await app.LookAsync(db => db.Handoffs.CountAsync()) >= accepted.Count, "every request is in the database");
        (await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).Select(h => h.Receipt).ToListAsync()))
            .Should().Equal(accepted.Select(a => ReceiptCode.Parse(a.Receipt)), "each once, with its own age");
    }

    private static Task<Acceptance> AskAsync(RouterApp app) => app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
}
