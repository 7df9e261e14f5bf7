using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Messages;

/// <summary>One short message.</summary>
public sealed class TextMessage
{
    internal TextMessage(string from, string to, string body, bool isInbound, DateTimeOffset at) =>
        (From, To, Body, IsInbound, At, Status) = (from, to, body, isInbound, at, isInbound ? "received" : "queued");

    public string Sid { get; } = Sids.New("SM");

    public string From { get; }

    public string To { get; }

    public string Body { get; }

    /// <summary>How many pictures or other files came with it.</summary>
    public int Media { get; init; }

    /// <summary>From a person to the service.</summary>
    public bool IsInbound { get; }

    public DateTimeOffset At { get; }

    /// <summary>In the provider's words: received, queued, sent, delivered, undelivered, failed.</summary>
    public string Status { get; internal set; }

    /// <summary>Why it did not arrive: 30003 unreachable, 21610 opted out.</summary>
    public int? ErrorCode { get; internal set; }

    /// <summary>How many parts are sent and paid.</summary>
    public int Segments => MessageParts.Count(Body);

    public override string ToString() => $"{From} → {To}: {Body} ({Status})";
}
