using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary>One durable quorum queue: published to with confirm and mandatory, consumed on another connection.</summary>
internal sealed class FloorQueue
{
    // The names must match the rights that infra/rabbitmq gives.
    private const string Name = "sr-bench-floor";
    private static readonly BasicProperties Persistent = new() { Persistent = true, ContentType = "application/json" };
    private readonly IChannel publisher;

    private FloorQueue(IChannel publisher) => this.publisher = publisher;

    /// <param name="address">The broker.</param>
    /// <param name="onMessage">Called in the order of the queue; the message is acknowledged when it returns.</param>
    public static async Task<FloorQueue> OpenAsync(BrokerAddress address, Func<ReadOnlyMemory<byte>, Task> onMessage)
    {
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var publisher = await (await RabbitServer.ConnectAsync(address)).CreateChannelAsync(confirms);
        await publisher.ExchangeDeclareAsync(Name, ExchangeType.Fanout, durable: true);
        await publisher.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await publisher.QueueBindAsync(Name, Name, "");

        var consuming = await (await RabbitServer.ConnectAsync(address)).CreateChannelAsync();
        await consuming.BasicQosAsync(0, 64, global: false);
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await onMessage(delivery.Body);
            await consuming.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await consuming.BasicConsumeAsync(Name, autoAck: false, consumer);
        return new FloorQueue(publisher);
    }

    /// <summary>Ends with the broker's confirm.</summary>
    public ValueTask PublishAsync(ReadOnlyMemory<byte> body) => publisher.BasicPublishAsync(Name, "", mandatory: true, Persistent, body);
}
