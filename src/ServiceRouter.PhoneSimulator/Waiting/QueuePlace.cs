using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Waiting;

/// <summary>One call's place in a queue.</summary>
internal sealed class QueuePlace(PhoneQueue queue, CallLeg leg, DateTimeOffset since)
{
    public PhoneQueue Queue => queue;

    public CallLeg Leg => leg;

    public DateTimeOffset Since => since;

    /// <summary>The call that took this one out, and waits to be joined with it.</summary>
    public CallLeg? TakenBy { get; set; }

    /// <summary>Its own flow is not in the queue any more; what still comes about this place is stale.</summary>
    public bool IsLeft { get; set; }

    /// <summary>It was joined with the call that took it.</summary>
    public bool Joined { get; set; }

    public TimeSpan Time => leg.Network.Time.GetUtcNow() - since;
}
