using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// Stands between the exchange and the queue of each consumer, in the broker, without the service's knowledge: every message arrives twice, late,
/// and in another order. When he leaves, everything that he held is delivered and the queues are as before.
/// </summary>
internal sealed class CarelessPostman : IAsyncDisposable
{
    /// <summary>The service's queues (docs/architecture.md), each behind an exchange of its name.</summary>
    private static readonly string[] Queues = ["sr-matching", "sr-satisfaction", "sr-asked-handoffs"];

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly TimeSpan longest;
    private readonly Random chance;
    private readonly List<Task> deliveries = [];
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly ConcurrentDictionary<string, int> carried = new(Queues.Select(queue => KeyValuePair.Create(queue, 0)));

    private CarelessPostman(IConnection connection, IChannel channel, TimeSpan longest, int seed) =>
        (this.connection, this.channel, this.longest, chance) = (connection, channel, longest, new Random(seed));

    /// <summary>Messages that went through his hands, by their queue; each was delivered twice.</summary>
    public IReadOnlyDictionary<string, int> Carried => carried;

    /// <param name="broker">The service's virtual host.</param>
    /// <param name="longest">Each delivery is late by up to that much.</param>
    /// <param name="seed">Of the delays.</param>
    public static async Task<CarelessPostman> BeginAsync(BrokerAddress broker, TimeSpan longest, int seed)
    {
        var connection = await RabbitServer.ConnectAsync(broker);
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var postman = new CarelessPostman(connection, channel, longest, seed);
        foreach (var queue in Queues)
        {
            await channel.QueueDeclareAsync(Bag(queue), durable: false, exclusive: true, autoDelete: false);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, message) => postman.TakeAsync(queue, message);
            await channel.BasicConsumeAsync(Bag(queue), autoAck: true, consumer);
            // A way of his own to the queue: the service's account may not use the broker's default one.
            await channel.ExchangeDeclareAsync(Round(queue), ExchangeType.Fanout, durable: false, autoDelete: false);
            await channel.QueueBindAsync(queue, Round(queue), "");
            // His bag first: no message is without a way.
            await channel.QueueBindAsync(Bag(queue), queue, "");
            await channel.QueueUnbindAsync(queue, queue, "");
        }
        return postman;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in Queues)
        {
            await channel.QueueBindAsync(queue, queue, "");
            await channel.QueueUnbindAsync(Bag(queue), queue, "");
        }
        // What the bag got before the way was turned back has been handed to us by now, or will be with the next message of the channel.
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        Task[] open;
        lock (deliveries) open = [.. deliveries];
        await Task.WhenAll(open);
        foreach (var queue in Queues) await channel.ExchangeDeleteAsync(Round(queue));
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        oneAtATime.Dispose();
    }

    // A name that the service's account may use, and that its policy for quorum queues passes over.
    private static string Bag(string queue) => $"sr-stream-hints-postman-{queue}";

    private static string Round(string queue) => $"{Bag(queue)}-round";

    private Task TakeAsync(string queue, BasicDeliverEventArgs message)
    {
        // The client's buffers are used again after this call.
        var (body, properties) = (message.Body.ToArray(), new BasicProperties(message.BasicProperties));
        carried.AddOrUpdate(queue, 1, (_, before) => before + 1);
        for (var copy = 0; copy < 2; copy++)
            lock (deliveries) deliveries.Add(DeliverAsync(queue, body, properties, chance.NextDouble() * longest));
        return Task.CompletedTask;
    }

    private async Task DeliverAsync(string queue, byte[] body, BasicProperties properties, TimeSpan late)
    {
        await Task.Delay(late);
        await oneAtATime.WaitAsync();
        try
        {
            await channel.BasicPublishAsync(Round(queue), "", mandatory: true, properties, body);
        }
        finally
        {
            oneAtATime.Release();
        }
    }
}
