using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Doors;

/// <summary>A request for a human is durable.</summary>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="Door">Which door took it.</param>
/// <param name="ConversationId">Its conversation; null as long as the database has not said which.</param>
/// <param name="Refusal">Why the wish that came with the asking (a call-back) was not noted; the request itself is there.</param>
public sealed record Acceptance(string Receipt, Door Door, Guid? ConversationId, Refusal? Refusal = null);

/// <summary>The three doors of a request for a human (G3), in the order in which they are tried.</summary>
public enum Door
{
    /// <summary>The row is committed.</summary>
    Database,
    /// <summary>A quorum queue has confirmed it.</summary>
    Broker,
    /// <summary>This node's disk has it.</summary>
    Journal,
}

internal static class DoorWords
{
    /// <summary>As metrics have it.</summary>
    public static string InWord(this Door door) => door.ToString().ToLowerInvariant();
}

/// <summary>No door took the request: nothing was promised, and the citizen must be told where people are.</summary>
public sealed class AllDoorsShutException : Exception
{
    public AllDoorsShutException()
        : base("Neither the database, nor the broker, nor this node's journal could take the request")
    {
    }

    public AllDoorsShutException(string message)
        : base(message)
    {
    }

    public AllDoorsShutException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
