using System.Collections.Concurrent;
using ServiceRouter.Platform.Outbox;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>A bus that confirms everything and delivers nothing by itself: the test delivers, late and repeated as it likes.</summary>
internal sealed class HeldMessages : IOutboxSender
{
    private readonly ConcurrentDictionary<Guid, object> held = new();
    private readonly ConcurrentQueue<(Guid Id, object Message)> order = new();

    /// <summary>The same in the order of their first sending.</summary>
    public IReadOnlyCollection<(Guid Id, object Message)> InOrder => order;

    /// <summary>Each message once, with its MessageId: a repeated sending has the same.</summary>
    public IReadOnlyDictionary<Guid, object> All => held;

    public Task SendAsync(Guid messageId, object message, CancellationToken ct)
    {
        if (held.TryAdd(messageId, message)) order.Enqueue((messageId, message));
        return Task.CompletedTask;
    }
}
