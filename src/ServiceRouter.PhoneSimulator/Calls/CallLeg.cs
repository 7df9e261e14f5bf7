using System.Net;
using System.Security.Cryptography;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Where a leg comes from.</summary>
/// <param name="Direction">inbound, outbound-api or outbound-dial.</param>
internal sealed record LegOrigin(string From, string To, string Direction, CallLeg? Parent = null, string? ForwardedFrom = null, string? CallerName = null);

/// <summary>
/// One line between the network and a phone. Only its own flow (<see cref="LegFlow"/>) changes what it is doing; others post to its mailbox.
/// </summary>
internal sealed class CallLeg
{
    private readonly string? callToken;
    private Func<IEnumerable<CallLeg>>? company;

    public CallLeg(PhoneNetwork network, LegOrigin origin)
    {
        (Network, Origin) = (network, origin);
        Mailbox = new(network.Time, network.Activity);
        StartedAt = network.Time.GetUtcNow();
        callToken = origin.Direction == "inbound" ? RandomNumberGenerator.GetHexString(48) : null;
        Call = new(this);
    }

    public PhoneNetwork Network { get; }

    public LegOrigin Origin { get; }

    public string Sid { get; } = Sids.New("CA");

    public SimulatedCall Call { get; }

    public Mailbox Mailbox { get; }

    public Transcript Transcript { get; } = new();

    public CookieContainer Cookies { get; } = new();

    public string Status { get; private set; } = CallStatus.Queued;

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsOver => EndedAt is not null;

    public TimeSpan Duration => AnsweredAt is { } from ? (EndedAt ?? Network.Time.GetUtcNow()) - from : TimeSpan.Zero;

    public Ask? Fallback { get; set; }

    public StatusSubscription? Subscription { get; set; }

    /// <summary>Those who hear this person, where the service does not listen.</summary>
    public Func<IEnumerable<CallLeg>>? Company
    {
        get => Volatile.Read(ref company);
        set => Volatile.Write(ref company, value);
    }

    /// <summary>Ends the WebSocket of a relay session as a lost connection does.</summary>
    public Action? CutRelay { get; set; }

    /// <summary>Keys that this phone presses when it is first asked.</summary>
    public string? PressesWhenAsked { get; set; }

    /// <returns>Whether it was still in this company.</returns>
    public bool LeaveCompany(Func<IEnumerable<CallLeg>> left) => Interlocked.CompareExchange(ref company, null, left) == left;

    public void Hear(Heard what, string text, string? language = null) => Transcript.Add(new(Network.Time.GetUtcNow(), what, text, language));

    public void Become(string status)
    {
        Status = status;
        var now = Network.Time.GetUtcNow();
        if (status == CallStatus.InProgress)
            AnsweredAt ??= now;
        if (status is CallStatus.Completed or CallStatus.Busy or CallStatus.Failed or CallStatus.NoAnswer or CallStatus.Canceled)
            EndedAt = now;
        Hear(Heard.Line, status);
        Subscription?.Tell(this, status);
    }

    /// <summary>The parameters that every request about this call carries.</summary>
    public List<KeyValuePair<string, string>> StandardParameters()
    {
        List<KeyValuePair<string, string>> all =
        [
            new("CallSid", Sid), new("AccountSid", Network.Settings.AccountSid), new("From", Origin.From), new("To", Origin.To),
            new("Caller", Origin.From), new("Called", Origin.To), new("CallStatus", Status), new("ApiVersion", "2010-04-01"), new("Direction", Origin.Direction),
            .. Parameters.Geography("From", Origin.From), .. Parameters.Geography("To", Origin.To),
            .. Parameters.Geography("Caller", Origin.From), .. Parameters.Geography("Called", Origin.To),
        ];
        Add("ForwardedFrom", Origin.ForwardedFrom);
        Add("CallerName", Origin.CallerName);
        Add("ParentCallSid", Origin.Parent?.Sid);
        Add("CallToken", callToken);
        return all;

        void Add(string name, string? value)
        {
            if (value is not null)
                all.Add(new(name, value));
        }
    }

    /// <summary>Waits while nothing listens: keys and words are lost, as on the real line.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var start = Network.Time.GetTimestamp();
        while (time - Network.Time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
            if (await Mailbox.NextAsync(left) is KeyPressed or WordsSaid)
                Hear(Heard.Line, "nobody listens");
    }

    /// <summary>Waits until an interruption ends it.</summary>
    public async Task RestAsync()
    {
        while (true)
            await Mailbox.NextAsync();
    }
}
