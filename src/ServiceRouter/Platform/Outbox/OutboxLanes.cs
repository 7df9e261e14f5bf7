using System.Diagnostics.CodeAnalysis;

namespace ServiceRouter.Platform.Outbox;

/// <summary>
/// Which rows leave now and in what order: one lane for each key, run by whoever opened it. Nothing here waits or sends, and each step is one
/// lock, so that a test can try every order of steps (docs/adr/0019): no row stays in a lane that nobody runs, none passes an earlier one of its key.
/// </summary>
internal sealed class OutboxLanes
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Queue<Committed>> running = [];
    // Held keys, with the number of rows that were left to the sweeper since.
    private readonly Dictionary<Guid, int> held = [];

    /// <summary>True when the caller shall send the row now and then ask <see cref="TryNext"/>; otherwise it is in good hands: those of the lane's runner, or the sweeper's.</summary>
    /// <param name="row">Committed.</param>
    /// <param name="brokerAway">Opens no lane: the sweeper gets the row.</param>
    public bool Enter(Committed row, bool brokerAway)
    {
        lock (gate)
        {
            if (held.TryGetValue(row.Row.Key, out var left))
            {
                held[row.Row.Key] = left + 1;
                return false;
            }
            if (running.TryGetValue(row.Row.Key, out var lane))
            {
                lane.Enqueue(row);
                return false;
            }
            if (brokerAway)
            {
                // What is written when the broker is back must not pass it.
                held[row.Row.Key] = 1;
                return false;
            }
            running[row.Row.Key] = new Queue<Committed>();
            return true;
        }
    }

    /// <summary>For the lane's runner: its next row; none closes it.</summary>
    public bool TryNext(Guid key, [NotNullWhen(true)] out Committed? next)
    {
        lock (gate)
        {
            if (running[key].TryDequeue(out next)) return true;
            running.Remove(key);
            return false;
        }
    }

    /// <summary>For the lane's runner, whose row was not sent: leaves this key's rows to the sweeper, those in the lane and those to come: a later one must not leave before one that failed.</summary>
    public void Hold(Guid key)
    {
        lock (gate)
        {
            held[key] = running[key].Count + 1;
            running.Remove(key);
        }
    }

    /// <summary>What is held now, to be asked of the table and given to <see cref="Release"/>.</summary>
    public IReadOnlyDictionary<Guid, int> Held()
    {
        lock (gate) return new Dictionary<Guid, int>(held);
    }

    /// <summary>Lets keys go of which no row is left in the table; one that got a row since that look stays.</summary>
    public void Release(IReadOnlyDictionary<Guid, int> looked, IReadOnlySet<Guid> left)
    {
        lock (gate)
            foreach (var (key, rows) in looked)
                if (!left.Contains(key) && held.GetValueOrDefault(key) == rows) held.Remove(key);
    }
}
