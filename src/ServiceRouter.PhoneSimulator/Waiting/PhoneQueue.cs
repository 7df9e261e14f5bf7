using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Waiting;

/// <summary>Calls that wait, in their order.</summary>
internal sealed class PhoneQueue(string name, int maxSize, DateTimeOffset createdAt)
{
    private readonly Lock gate = new();
    private readonly List<QueuePlace> places = [];
    private readonly List<CallLeg> takers = [];
    private (long Count, TimeSpan Sum) waits;

    public string Sid { get; } = Sids.New("QU");

    public string Name { get; set; } = name;

    public int MaxSize { get; set; } = maxSize;

    public DateTimeOffset CreatedAt => createdAt;

    public IReadOnlyList<QueuePlace> Places
    {
        get
        {
            lock (gate)
                return [.. places];
        }
    }

    public TimeSpan AverageWait
    {
        get
        {
            lock (gate)
                return waits.Count == 0 ? TimeSpan.Zero : waits.Sum / waits.Count;
        }
    }

    /// <returns>Nothing when the queue is full.</returns>
    public QueuePlace? Join(CallLeg leg)
    {
        var place = new QueuePlace(this, leg, leg.Network.Time.GetUtcNow());
        CallLeg[] told;
        lock (gate)
        {
            if (places.Count >= MaxSize)
                return null;
            places.Add(place);
            told = [.. takers];
        }

        foreach (var taker in told)
            taker.Mailbox.Post(new QueueHasSomeone());
        return place;
    }

    /// <summary>1 for the head; 0 when it is not in the queue.</summary>
    public int Position(QueuePlace place)
    {
        lock (gate)
            return places.IndexOf(place) + 1;
    }

    /// <summary>Takes the head out for <paramref name="by"/>; without anybody, <paramref name="by"/> is told when somebody comes.</summary>
    public QueuePlace? TakeHead(CallLeg by)
    {
        lock (gate)
        {
            takers.Remove(by);
            if (places.Count == 0)
            {
                takers.Add(by);
                return null;
            }

            var head = places[0];
            head.TakenBy = by;
            Take(head);
            return head;
        }
    }

    public void StopsTaking(CallLeg by)
    {
        lock (gate)
            takers.Remove(by);
    }

    /// <returns>Whether it was still in the queue.</returns>
    public bool Remove(QueuePlace place)
    {
        lock (gate)
            return Take(place);
    }

    private bool Take(QueuePlace place)
    {
        if (!places.Remove(place))
            return false;
        waits = (waits.Count + 1, waits.Sum + place.Time);
        return true;
    }
}
