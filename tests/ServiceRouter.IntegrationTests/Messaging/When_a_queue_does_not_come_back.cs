using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A queue is gone, and the bus does not bring it back (docs/adr/0038).</summary>
public sealed class When_a_queue_does_not_come_back(TestServersFixture fixture)
{
    private const string Queue = "sr-imagined";

    [Fact]
    public async Task A_node_ends_to_be_started_anew_and_not_for_one_that_never_was_there()
    {
        var broker = await (await fixture.Servers).NewVirtualHostAsync();
        string[] settings = ["--Bus:QueueLookInterval=00:00:00.200", .. broker.Settings.Select(s => $"--{s.Key}={s.Value}")];
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, settings);
        var (queues, ending) = (app.Get<OurQueues>(), app.Get<IHostApplicationLifetime>().ApplicationStopping);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepBus>().Single();
        queues.Names.Should().Contain(["sr-matching", "sr-matching_error", "sr-matching_skipped", "sr-asked-handoffs"]);
        // It is not there yet, for longer than is borne.
        queues.Names = [.. queues.Names, Queue];
        await LooksAsync(keep, (2 * KeepBus.LooksBorne) + 2);
        ending.IsCancellationRequested.Should().BeFalse();

        await using (var connection = await RabbitServer.ConnectAsync(broker))
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
            await LooksAsync(keep, (2 * KeepBus.LooksBorne) + 2);
            ending.IsCancellationRequested.Should().BeFalse("a queue without a consumer may be a broker's without a majority");
            await channel.QueueDeleteAsync(Queue);
        }
        try
        {
            await Eventually.HoldsAsync(() => Task.FromResult(ending.IsCancellationRequested), "the node ends");
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task A_node_ends_when_its_bus_gets_no_confirm_while_the_broker_answers()
    {
        var broker = await (await fixture.Servers).NewVirtualHostAsync();
        string[] settings = ["--Bus:QueueLookInterval=00:00:00.100", .. broker.Settings.Select(s => $"--{s.Key}={s.Value}")];
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, settings);
        var (confirms, ending) = (app.Get<Confirms>(), app.Get<IHostApplicationLifetime>().ApplicationStopping);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepBus>().Single();
        confirms.DidNotCome();
        await LooksAsync(keep, KeepBus.SilenceBorne - 2);
        ending.IsCancellationRequested.Should().BeFalse("it may be an outage");
        // One that came after all.
        confirms.Came();
        await LooksAsync(keep, 2);
        confirms.DidNotCome();
        await LooksAsync(keep, KeepBus.SilenceBorne - 2);
        ending.IsCancellationRequested.Should().BeFalse("it is counted anew");

        try
        {
            await Eventually.HoldsAsync(() => Task.FromResult(ending.IsCancellationRequested), "the node ends");
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    private static Task LooksAsync(KeepBus keep, int more)
    {
        var before = keep.Looks;
        return Eventually.HoldsAsync(() => Task.FromResult(keep.Looks >= before + more), "the queues were looked at");
    }
}
