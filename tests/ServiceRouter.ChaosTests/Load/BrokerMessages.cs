using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Puts messages among those of the service as another program would: by what stands on the wire, not by our classes.</summary>
internal static class BrokerMessages
{
    /// <summary>Ends when the broker has confirmed them and each went to a queue.</summary>
    /// <param name="service">Whose broker.</param>
    /// <param name="contract">Name of the contract; the exchange has it too.</param>
    /// <param name="messages">Bodies by their ids.</param>
    /// <param name="types">Names that the message goes by, the most special one first; null: the contract's.</param>
    public static async Task PublishAsync(Service service, string contract, IReadOnlyList<(Guid Id, object Message)> messages, IReadOnlyList<string>? types = null)
    {
        await using var connection = await service.ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        foreach (var (id, message) in messages)
        {
            var messageType = (types ?? [contract]).Select(type => $"urn:message:ServiceRouter.Contracts.Handoffs:{type}");
            var body = JsonSerializer.Serialize(new { messageId = id, messageType, message, headers = new { } }, JsonSerializerOptions.Web);
            await channel.BasicPublishAsync($"ServiceRouter.Contracts.Handoffs:{contract}", "", mandatory: true,
                new BasicProperties { Persistent = true, ContentType = "application/vnd.masstransit+json", MessageId = $"{id}" }, Encoding.UTF8.GetBytes(body));
        }
    }
}
