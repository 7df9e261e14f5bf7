using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>One node's connections to the database stay open and nothing comes over them, for as long as the test looks (docs/adr/0040).</summary>
public sealed class When_the_line_to_the_database_is_silent(TestServersFixture fixture)
{
    // For a press, or a page, that waits for the line: it would wait for good.
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_next_door_opens_the_page_answers_and_another_node_takes_the_request()
    {
        var servers = await fixture.Servers;
        var database = await MigratedOnce.NewDatabaseAsync(servers.Postgres);
        var direct = new NpgsqlConnectionStringBuilder(database);
        await using var line = new BadLine(direct.Host!, direct.Port, seed: 1);
        // The driver waits for a new connection for good: so would whoever waited for it to cancel by one.
        var overTheLine = new NpgsqlConnectionStringBuilder(database) { Host = line.Address.Host, Port = line.Address.Port, Timeout = 0 }.ConnectionString;
        var (here, there) = (await RouterSetUp.ProductionAsync(servers), await RouterSetUp.ProductionAsync(servers));
        // Both on one broker, that of the first.
        await using var app = await RouterApp.StartAsync(here, clock: null, $"--Storage:ConnectionString={overTheLine}", "--Doors:DatabaseTimeout=00:00:00.500", "--Doors:BrokerTimeout=00:00:30", "--Storage:PageTimeout=00:00:01");
        await using var other = await RouterApp.StartAsync(there, clock: null, [$"--Storage:ConnectionString={database}", .. here.Settings.Where(s => s.StartsWith("--Bus:", StringComparison.Ordinal))]);
        using var citizen = new CitizenHttp(app);
        await citizen.OpensAsync($"/demande/{(await AskAsync(app)).Receipt}");
        await servers.Broker.SettleQueuesAsync();

        line.Fault = LineFault.Silent;
        var accepted = await AskAsync(app).WaitAsync(HangGuard);
        var seen = await citizen.OpensAsync($"/demande/{accepted.Receipt}").WaitAsync(HangGuard);
        var code = ReceiptCode.Parse(accepted.Receipt);
        await Eventually.HoldsAsync(() => other.LookAsync(db => db.Handoffs.AnyAsync(h => h.Receipt == code)), "the node that sees the database has taken the request");
        line.Fault = LineFault.None;

        accepted.Door.Should().Be(Door.Broker);
        seen.Page.Should().Contain(accepted.Receipt);
        seen.Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task The_first_door_rests_and_is_tried_again_later()
    {
        var servers = await fixture.Servers;
        var database = await MigratedOnce.NewDatabaseAsync(servers.Postgres);
        var direct = new NpgsqlConnectionStringBuilder(database);
        await using var line = new BadLine(direct.Host!, direct.Port, seed: 1);
        var overTheLine = new NpgsqlConnectionStringBuilder(database) { Host = line.Address.Host, Port = line.Address.Port }.ConnectionString;
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var setUp = await RouterSetUp.ProductionAsync(servers);
        // Long enough for a node that has just started, so that the first is in the database.
        await using var app = await RouterApp.StartAsync(setUp, clock, $"--Storage:ConnectionString={overTheLine}", "--Doors:DatabaseTimeout=00:00:05", "--Doors:BrokerTimeout=00:00:30");
        (await AskAsync(app)).Door.Should().Be(Door.Database);

        line.Fault = LineFault.Silent;
        (await AskAsync(app).WaitAsync(HangGuard)).Door.Should().Be(Door.Broker);
        line.Fault = LineFault.None;

        (await AskAsync(app)).Door.Should().Be(Door.Broker, "nobody else waits for it while it rests");
        await Eventually.HoldsAsync(async () =>
        {
            clock.Advance(DoorRest.Rest);
            return (await AskAsync(app)).Door == Door.Database;
        }, "one tries it in each rest");
        (await AskAsync(app)).Door.Should().Be(Door.Database, "it opened");
    }

    private static Task<Acceptance> AskAsync(RouterApp app) => app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()));
}
