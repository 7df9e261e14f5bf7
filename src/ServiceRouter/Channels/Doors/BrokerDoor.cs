using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.Channels.Doors;

/// <summary>The second door: the quorum queue of <see cref="HandoffAskedConsumer"/>, with the broker's confirm. A bus in memory is no door: it forgets.</summary>
internal sealed class BrokerDoor(IOutboxSender sender, NumberSeal seal, IOptions<BusOptions> bus)
{
    public bool Exists => bus.Value.Transport == BusTransport.RabbitMq;

    /// <summary>Ends when the queue has confirmed it.</summary>
    public async Task<HandoffAsked> SendAsync(HandoffAsked asked, CancellationToken ct)
    {
        await sender.SendAsync(asked.HandoffId, seal.Close(asked), ct);
        return asked;
    }
}
