namespace ServiceRouter.Channels.Phone;

/// <summary>Sends a text message; behind it is one provider, or none.</summary>
public interface ISmsLine
{
    /// <summary>Whether a provider is configured.</summary>
    bool Exists { get; }

    /// <summary>Sends one message. Never one that a model wrote, unless a person sent it.</summary>
    /// <param name="number">Whom to, as +33….</param>
    /// <param name="text">At most 1,600 characters.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False when it was not sent: no provider, it did not answer, or this number wants no messages.</returns>
    Task<bool> SendAsync(string number, string text, CancellationToken ct);
}

/// <summary>Where no provider is configured.</summary>
internal sealed class NoSmsLine : ISmsLine
{
    public bool Exists => false;

    public Task<bool> SendAsync(string number, string text, CancellationToken ct) => Task.FromResult(false);
}
