using System.Collections;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A queue is gone and the bus does not bring it back, or nothing that it sends is confirmed any more (docs/adr/0038, 0041).</summary>
public sealed class When_the_bus_does_not_recover(TestServersFixture fixture)
{
    private const string Queue = "sr-imagined";

    [Fact]
    public async Task A_node_ends_for_a_queue_that_is_gone_and_not_for_one_that_never_was_there()
    {
        var broker = await (await fixture.Servers).NewVirtualHostAsync();
        await using var app = await StartAsync(broker);
        var (queues, ending) = (app.Get<OurQueues>(), app.Get<IHostApplicationLifetime>().ApplicationStopping);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepBus>().Single();
        queues.Names.Should().Contain(["sr-matching", "sr-matching_error", "sr-matching_skipped", "sr-asked-handoffs"]);
        // It is not there yet, for longer than is borne, and its name comes in the middle of a look.
        queues.Names = new NamedWhileLooking(queues, Queue);
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
        await EndsAsync(keep, () => { }, ending);
    }

    [Fact]
    public async Task A_node_ends_when_its_bus_gets_no_confirm_while_the_broker_answers()
    {
        await using var app = await StartAsync(await (await fixture.Servers).NewVirtualHostAsync());
        var (confirms, ending) = (app.Get<Confirms>(), app.Get<IHostApplicationLifetime>().ApplicationStopping);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepBus>().Single();
        confirms.DidNotCome();
        await LooksAsync(keep, KeepBus.SilenceBorne + 1);
        await LooksAsync(keep, KeepBus.SilenceBorne + 1);
        ending.IsCancellationRequested.Should().BeFalse("nothing was sent since, and the broker may be well again");
        await FailsAsync();
        confirms.Came();
        await LooksAsync(keep, 1);
        ending.IsCancellationRequested.Should().BeFalse("it may be an outage, and it is over");

        await FailsAsync();
        ending.IsCancellationRequested.Should().BeFalse("it is counted anew");
        await EndsAsync(keep, confirms.DidNotCome, ending);

        async Task FailsAsync()
        {
            for (var look = 2; look < KeepBus.SilenceBorne; look++)
            {
                confirms.DidNotCome();
                await LooksAsync(keep, 1);
            }
        }
    }

    // Its own looks come once a minute: those that count here are the test's.
    private async Task<RouterApp> StartAsync(BrokerAddress broker)
    {
        string[] settings = ["--Bus:QueueLookInterval=00:01:00", .. broker.Settings.Select(s => $"--{s.Key}={s.Value}")];
        return await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, settings);
    }

    private static async Task EndsAsync(KeepBus keep, Action meanwhile, CancellationToken ending)
    {
        try
        {
            await Eventually.HoldsAsync(async () =>
            {
                meanwhile();
                await LooksAsync(keep, 1);
                return ending.IsCancellationRequested;
            }, "the node ends");
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    private static async Task LooksAsync(KeepBus keep, int times)
    {
        for (var look = 0; look < times; look++) await keep.LookAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The names as they are until they are read, and one more from then on.</summary>
    private sealed class NamedWhileLooking(OurQueues queues, string more) : IReadOnlyCollection<string>
    {
        private readonly IReadOnlyCollection<string> before = queues.Names;

        public int Count => before.Count;

        public IEnumerator<string> GetEnumerator()
        {
            queues.Names = [.. before, more];
            return before.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
