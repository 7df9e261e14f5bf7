using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Something that a call waits for.</summary>
internal abstract record LegEvent;

internal sealed record KeyPressed(char Key) : LegEvent;

/// <param name="GoesOn">The speaker takes a breath and will say more.</param>
internal sealed record WordsSaid(string Text, double Confidence, bool GoesOn) : LegEvent;

/// <summary>The person at a ringing phone takes the call, or refuses it.</summary>
internal sealed record RingAnswered(bool Accepts) : LegEvent;

/// <summary>The answer to request <paramref name="Id"/>, or why there is none.</summary>
internal sealed record Fetched(int Id, WebhookAnswer? Answer, WebhookFailure? Failure) : LegEvent;

/// <summary>A leg that this call rang has answered, is ready to be joined, or is over.</summary>
internal sealed record PeerAnswered(CallLeg Peer) : LegEvent;

internal sealed record PeerReady(CallLeg Peer) : LegEvent;

internal sealed record PeerGone(CallLeg Peer) : LegEvent;

/// <summary>Somebody has come into the queue that this call wants to take from.</summary>
internal sealed record QueueHasSomeone : LegEvent;

internal sealed record RelayFrame(string? Text, object Session) : LegEvent;

/// <summary>Turns a call away from what it is doing.</summary>
internal abstract record Interruption
{
    /// <summary>Asked when the call would be turned away: whether what it is about is past already.</summary>
    public Func<bool>? Stale { get; init; }
}

/// <summary>The line of this leg is over: hung up, dropped, or ended by REST or its other half.</summary>
internal sealed record LineOver(string By) : Interruption;

/// <summary>New instructions by REST.</summary>
internal sealed record Moved(Step Next) : Interruption;

/// <summary>Another call takes this one out of its queue.</summary>
internal sealed record TakenFromQueue(CallLeg By, string? WhisperUrl, string WhisperMethod) : Interruption;

/// <summary>The half that was joined with this one is gone.</summary>
internal sealed record BridgeOver : Interruption;

/// <summary>The conference has begun, put this leg on hold or back, put it out, or is over.</summary>
internal sealed record ConferenceTurn : Interruption;

internal sealed class CallInterrupted(Interruption interruption) : Exception
{
    public Interruption Interruption => interruption;
}
