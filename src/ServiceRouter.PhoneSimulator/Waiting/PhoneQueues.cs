using System.Collections.Concurrent;

namespace ServiceRouter.PhoneSimulator.Waiting;

/// <summary>The account's queues, made when they are first named.</summary>
internal sealed class PhoneQueues
{
    public const int DefaultSize = 1000;

    private readonly ConcurrentDictionary<string, PhoneQueue> all = new(StringComparer.Ordinal);

    public IReadOnlyList<PhoneQueue> All => [.. all.Values.OrderBy(queue => queue.CreatedAt).ThenBy(queue => queue.Name, StringComparer.Ordinal)];

    public PhoneQueue? Named(string name) => all.GetValueOrDefault(name);

    public PhoneQueue? WithSid(string sid) => all.Values.FirstOrDefault(queue => queue.Sid == sid);

    public PhoneQueue GetOrAdd(string name, DateTimeOffset now) => all.GetOrAdd(name, _ => new(name, DefaultSize, now));

    /// <returns>False when a queue has that name already.</returns>
    public bool TryAdd(PhoneQueue queue) => all.TryAdd(queue.Name, queue);

    public void Remove(PhoneQueue queue) => all.TryRemove(queue.Name, out _);
}
