namespace ServiceRouter.Channels.Sms;

/// <summary>Sends a text message; behind it is one provider, or none.</summary>
public interface ISmsLine
{
    /// <summary>Whether a provider is configured.</summary>
    bool Exists { get; }

    /// <summary>How long <see cref="SendAsync"/> takes at most: as many are handed over at a time as certainly come to an end before another node takes over.</summary>
    TimeSpan LongestAnswer => TimeSpan.FromSeconds(10);

    /// <summary>Sends one message, within a time limit of its own. Never one that a model wrote, unless a person sent it.</summary>
    /// <param name="number">Whom to, as +33….</param>
    /// <param name="text">At most 1,600 characters.</param>
    /// <param name="ct">Stops waiting: nobody knows then whether it left.</param>
    /// <remarks>Any other exception was raised before the provider was asked: the message did not leave.</remarks>
    Task<SmsFate> SendAsync(string number, string text, CancellationToken ct);
}

/// <summary>What became of a message.</summary>
public enum SmsFate
{
    Sent,
    /// <summary>It did not leave, and may be sent again: the provider refuses this one, for a reason that is ours to mend.</summary>
    NotSent,
    /// <summary>It did not leave, and nobody's does: the provider is not reached, refuses us, or has too much to do.</summary>
    NotTaken,
    /// <summary>The provider says of this number that it wants no messages, or cannot get any.</summary>
    NotWanted,
    /// <summary>The provider did not answer in time: nobody knows.</summary>
    Unknown,
}

/// <summary>Where no provider is configured.</summary>
internal sealed class NoSmsLine : ISmsLine
{
    public bool Exists => false;

    public Task<SmsFate> SendAsync(string number, string text, CancellationToken ct) => Task.FromResult(SmsFate.NotTaken);
}
