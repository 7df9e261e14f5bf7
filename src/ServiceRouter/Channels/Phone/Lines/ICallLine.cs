namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Calls that the service makes and steers; behind it is one provider, or none. What is heard on them is asked for by webhooks.</summary>
public interface ICallLine
{
    /// <summary>Whether a provider is configured.</summary>
    bool Exists { get; }

    /// <summary>The number that citizens call, as +33…; null: none.</summary>
    string? Number { get; }

    /// <summary>Rings a counsellor, who hears who and why before anybody is joined.</summary>
    /// <param name="line">The line that it is for.</param>
    /// <param name="address">+33… or sip:….</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The provider's id of the call.</returns>
    /// <exception cref="NumberRefusedException">The provider does not ring this number, and would not at another try.</exception>
    /// <exception cref="LineAwayException">The provider did not do it, or did not say so.</exception>
    Task<string> RingCounsellorAsync(Guid line, string address, CancellationToken ct);

    /// <summary>Rings a second counsellor, who hears who asks before joining.</summary>
    /// <inheritdoc cref="RingCounsellorAsync"/>
    Task<string> RingSecondAsync(Guid second, string address, CancellationToken ct);

    /// <summary>Rings a citizen, who meets the counsellor at once.</summary>
    /// <param name="line">The line that it is for.</param>
    /// <param name="number">As +33….</param>
    /// <param name="language">Two-letter language of what the citizen hears of us.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <inheritdoc cref="RingCounsellorAsync"/>
    Task<string> RingCitizenAsync(Guid line, string number, string language, CancellationToken ct);

    /// <summary>Turns a live call to something else, which is heard in this language.</summary>
    /// <returns>False when the call is over.</returns>
    /// <exception cref="LineAwayException">The provider did not do it, or did not say so.</exception>
    Task<bool> TurnAsync(string callId, LineTurn to, Guid line, string language, CancellationToken ct);

    /// <summary>Ends a call; nothing when it is over.</summary>
    /// <exception cref="LineAwayException">The provider did not do it, or did not say so.</exception>
    Task EndAsync(string callId, CancellationToken ct);

    /// <summary>What became of a call, for whoever was never told.</summary>
    /// <returns>Null while it is on. A call that the provider does not know is <see cref="CallEnding.Completed"/>.</returns>
    /// <exception cref="LineAwayException">The provider did not say.</exception>
    Task<CallEnding?> EndingOfAsync(string callId, CancellationToken ct);

    /// <summary>Puts one who is in a conference on hold, where they hear this language, or takes them back.</summary>
    /// <returns>False when they are not there any more.</returns>
    /// <exception cref="LineAwayException">The provider did not do it, or did not say so.</exception>
    Task<bool> HoldAsync(string conferenceId, string callId, bool hold, string language, CancellationToken ct);
}

/// <summary>What a live call is turned to.</summary>
public enum LineTurn
{
    /// <summary>A waiting citizen: to the counsellor.</summary>
    MeetCounsellor,
    /// <summary>A citizen whose counsellor is gone or has finished: what became of the request, then on.</summary>
    AfterCounsellor,
    /// <summary>A counsellor who is alone: the citizen is gone, and may be rung.</summary>
    CitizenGone,
    /// <summary>A counsellor who is alone: the citizen has no number that can be called.</summary>
    NotCallable,
    /// <summary>A counsellor who is alone: the provider did not bring the citizen, and may at another try.</summary>
    NotBrought,
}

/// <summary>The provider of calls is away, refuses, or did not answer in time. Its message holds no number.</summary>
public class LineAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The provider is there, and says of the number itself that it is not rung: another try comes to the same. Its message holds no number.</summary>
public sealed class NumberRefusedException(string message, Exception? inner = null) : LineAwayException(message, inner);

/// <summary>Where no provider is configured.</summary>
internal sealed class NoCallLine : ICallLine
{
    public bool Exists => false;

    public string? Number => null;

    public Task<string> RingCounsellorAsync(Guid line, string address, CancellationToken ct) => throw new LineAwayException("No provider of calls is configured");

    public Task<string> RingSecondAsync(Guid second, string address, CancellationToken ct) => throw new LineAwayException("No provider of calls is configured");

    public Task<string> RingCitizenAsync(Guid line, string number, string language, CancellationToken ct) => throw new LineAwayException("No provider of calls is configured");

    public Task<bool> TurnAsync(string callId, LineTurn to, Guid line, string language, CancellationToken ct) => Task.FromResult(false);

    public Task EndAsync(string callId, CancellationToken ct) => Task.CompletedTask;

    public Task<CallEnding?> EndingOfAsync(string callId, CancellationToken ct) => throw new LineAwayException("No provider of calls is configured");

    public Task<bool> HoldAsync(string conferenceId, string callId, bool hold, string language, CancellationToken ct) => Task.FromResult(false);
}
