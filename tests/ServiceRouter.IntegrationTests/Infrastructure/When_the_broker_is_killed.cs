using System.Text;
using AwesomeAssertions;
using RabbitMQ.Client;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Infrastructure;

[Collection(TestsThatStopServers.Name)]
public sealed class When_the_broker_is_killed(StoppableServersFixture fixture)
{
    [Fact]
    public async Task A_confirmed_message_of_a_quorum_queue_is_still_there()
    {
        var servers = await fixture.Servers;
        var address = await servers.NewVirtualHostAsync();
        await using (var connection = await RabbitServer.ConnectAsync(address))
        {
            await using var channel = await ConfirmingChannelAsync(connection);
            await channel.QueueDeclareAsync("sr-survivor", durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync("sr-survivor", await ExchangeAsync(channel), "");
            await servers.Broker.SettleQueuesAsync();
            // Returns after the confirm: the client was asked to track confirms.
            await channel.BasicPublishAsync("sr-survivor", "", mandatory: true, new BasicProperties { Persistent = true }, "kept"u8.ToArray());
        }

        await servers.Broker.KillAsync();
        await servers.StartBrokerAsync();

        await using var after = await RabbitServer.ConnectAsync(address);
        await using var reading = await after.CreateChannelAsync();
        var message = await reading.BasicGetAsync("sr-survivor", autoAck: true);
        Encoding.UTF8.GetString(message!.Body.Span).Should().Be("kept");
    }

    private static async Task<string> ExchangeAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync("sr-survivor", ExchangeType.Fanout, durable: true);
        return "sr-survivor";
    }

    private static Task<IChannel> ConfirmingChannelAsync(IConnection connection) =>
        connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
}
