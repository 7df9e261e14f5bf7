using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>
/// The broker refuses the login for a while, as after a restart that has taken the passwords away. The library gives a queue up at the first refusal: the node
/// ends once the login is taken again (docs/adr/0067). No message is at fault for it.
/// </summary>
[Collection(TestsThatStopServers.Name)]
public sealed class When_the_broker_refuses_the_login(StoppableServersFixture fixture)
{
    private const string Interval = "--Bus:QueueLookInterval=00:00:00.200";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_consumed_ends_when_it_is_taken_again_and_no_row_was_tried_in_vain()
    {
        var servers = await fixture.Servers;
        var setUp = await RouterSetUp.ProductionAsync(servers);
        await using var app = await RouterApp.StartAsync(setUp, clock: null, Interval);
        var ending = app.Get<IHostApplicationLifetime>().ApplicationStopping;

        await RefusesAsync(servers.Broker, setUp.Broker);
        try
        {
            await Eventually.HoldsAsync(() => Task.FromResult(app.Get<GivenUp>().Any), "the bus gives its queues up");
            await app.CitizenComesAsync(asksNow: true);
            await Eventually.HoldsAsync(() => app.LookAsync(db => db.Outbox.AnyAsync(m => m.LastFailure != null, Token)), "it was to be sent");
            (await app.LookAsync(db => db.Outbox.Where(m => m.LastFailure != null).ToListAsync(Token))).Should().OnlyContain(m => m.Attempts == 0, "the broker is away, and nothing is wrong with the row");
            app.Get<NodeParts>()[Part.Broker].State.Should().Be(PartState.Away);
            ending.IsCancellationRequested.Should().BeFalse("it would end again and again");
        }
        finally
        {
            await TakesAsync(servers.Broker, setUp.Broker);
        }

        await EndsAsync(ending);
        await Eventually.HoldsAsync(() => app.LookAsync(async db => !await db.Outbox.AnyAsync(Token)), "what was to be sent is sent, by this node or the next");
        (await app.LookAsync(db => db.DeadLetters.CountAsync(Token))).Should().Be(0);
    }

    [Fact]
    public async Task So_does_one_that_started_meanwhile()
    {
        var servers = await fixture.Servers;
        var setUp = await RouterSetUp.ProductionAsync(servers);
        await RefusesAsync(servers.Broker, setUp.Broker);
        RouterApp app;
        try
        {
            app = await RouterApp.StartAsync(setUp, clock: null, services => services.PostConfigure<MassTransitHostOptions>(host => host.WaitUntilStarted = false), Interval);
            await Eventually.HoldsAsync(() => Task.FromResult(app.Get<GivenUp>().Any), "the bus gives its queues up");
        }
        finally
        {
            await TakesAsync(servers.Broker, setUp.Broker);
        }

        await using (app) await EndsAsync(app.Get<IHostApplicationLifetime>().ApplicationStopping);
    }

    private static async Task RefusesAsync(RabbitServer broker, BrokerAddress address)
    {
        await broker.ControlAsync("change_password", address.User, "another");
        await broker.ControlAsync("close_all_connections", "--vhost", address.VirtualHost, "the test");
    }

    private static async Task TakesAsync(RabbitServer broker, BrokerAddress address) => await broker.ControlAsync("change_password", address.User, address.Password);

    private static async Task EndsAsync(CancellationToken ending)
    {
        try
        {
            await Eventually.HoldsAsync(() => Task.FromResult(ending.IsCancellationRequested), "the node ends");
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }
}
