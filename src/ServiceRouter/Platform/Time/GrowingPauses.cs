namespace ServiceRouter.Platform.Time;

/// <summary>
/// What a provider did not do waits before it is tried again, longer each time: an account that is refused is refused for all, and asking once a second helps nobody.
/// Known to this node alone, so that a node that starts with other settings tries at once.
/// </summary>
internal sealed class GrowingPauses<TKey>(TimeProvider clock)
    where TKey : notnull
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // Shared by the loop and by whoever looks beside it.
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Pause> pauses = [];

    /// <summary>What is not to be tried now.</summary>
    public List<TKey> Resting()
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            // Nobody tries it any more: another node has done it, or it is not wanted now.
            foreach (var (key, pause) in pauses)
                if (pause.Until + Longest < now) pauses.Remove(key);
            return [.. pauses.Where(each => each.Value.Until > now).Select(each => each.Key)];
        }
    }

    /// <summary>It was not done.</summary>
    /// <returns>Since when it is tried in vain here.</returns>
    public DateTimeOffset Lengthen(TKey key)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var next = pauses.TryGetValue(key, out var before) ? TimeSpan.FromTicks(Math.Min(Longest.Ticks, before.Length.Ticks * 2)) : First;
            var since = before?.Since ?? now;
            pauses[key] = new Pause(next, now + next, since);
            return since;
        }
    }

    /// <summary>It was done, or nobody knows.</summary>
    public void End(TKey key)
    {
        lock (gate) pauses.Remove(key);
    }

    private sealed record Pause(TimeSpan Length, DateTimeOffset Until, DateTimeOffset Since);
}
