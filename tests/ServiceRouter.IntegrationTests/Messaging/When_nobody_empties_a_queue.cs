using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A queue that this node has emptied is gone or has no consumer any more, and the bus holds itself to be well (docs/adr/0038).</summary>
public sealed class When_nobody_empties_a_queue(TestServersFixture fixture)
{
    private const string Queue = "sr-imagined";

    [Fact]
    public async Task A_node_that_had_it_ends_to_be_started_anew_and_one_that_never_had_it_does_not()
    {
        var broker = await (await fixture.Servers).NewVirtualHostAsync();
        string[] settings = ["--Bus:QueueLookInterval=00:00:00.200", .. broker.Settings.Select(s => $"--{s.Key}={s.Value}")];
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, settings);
        var (queues, ending) = (app.Get<OurQueues>(), app.Get<IHostApplicationLifetime>().ApplicationStopping);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepQueues>().Single();
        queues.Names.Should().Contain(["sr-matching", "sr-matching_error", "sr-matching_skipped", "sr-asked-handoffs"]);
        // Nobody has it yet, for longer than is borne.
        queues.Names = [.. queues.Names, Queue];
        await LooksAsync(keep, (2 * KeepQueues.LooksBorne) + 2);
        ending.IsCancellationRequested.Should().BeFalse();

        await using (var connection = await RabbitServer.ConnectAsync(broker))
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.BasicConsumeAsync(Queue, autoAck: true, new AsyncEventingBasicConsumer(channel));
            await LooksAsync(keep, 2);
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

    private static Task LooksAsync(KeepQueues keep, int more)
    {
        var before = keep.Looks;
        return Eventually.HoldsAsync(() => Task.FromResult(keep.Looks >= before + more), "the queues were looked at");
    }
}
