using System.Collections.Concurrent;
using System.Threading.Channels;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Conferences;
using ServiceRouter.PhoneSimulator.Messages;
using ServiceRouter.PhoneSimulator.Relay;
using ServiceRouter.PhoneSimulator.Waiting;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator;

/// <summary>
/// A telephone network with a programmable provider in it: phones call the service's numbers, the provider asks the service by signed webhooks
/// what to do, and does it. Time comes from the given clock only, so a test can let it pass.
/// </summary>
public sealed class PhoneNetwork : IDisposable
{
    private readonly ConcurrentDictionary<string, CallLeg> legs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> ended = new();
    private readonly ConcurrentDictionary<string, Channel<SimulatedCall>> rings = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ServiceFault> faults = new();
    private readonly HttpMessageInvoker http;
    private readonly HttpMessageInvoker afresh;
    private int requests;

    /// <param name="settings">The account.</param>
    /// <param name="time">Every wait is on this clock.</param>
    /// <param name="handler">Carries the webhooks; redirects and cookies must be left to this network. A socket when absent.</param>
    /// <param name="connect">Opens WebSockets; a socket when absent.</param>
    public PhoneNetwork(PhoneSettings settings, TimeProvider time, HttpMessageHandler? handler = null, RelayConnect? connect = null)
    {
        (Settings, Time) = (settings, time);
        http = new(handler ?? Sockets(Timeout.InfiniteTimeSpan));
        afresh = handler is null ? new(Sockets(TimeSpan.Zero)) : http;
        Webhooks = new(http, afresh, settings.AuthToken, time, Faults, Activity);
        Connect = connect ?? RelaySocket.ConnectAsync;
        Callbacks = new(this);
        Messages = new(this);
    }

    public PhoneSettings Settings { get; }

    public PhoneBook Book { get; } = new();

    /// <summary>What goes wrong on demand.</summary>
    public WebhookFaults Faults { get; } = new();

    /// <summary>What the service did wrong, oldest first.</summary>
    public IReadOnlyList<ServiceFault> ServiceFaults => [.. faults];

    /// <summary>Webhooks that a try had no usable answer to, each as often as it was tried: most are answered by the next.</summary>
    public int WebhookTriesInVain => Webhooks.TriesInVain;

    /// <summary>Every call that is known: those under way and the last ones that ended.</summary>
    public IReadOnlyList<SimulatedCall> Calls => [.. legs.Values.OrderBy(leg => leg.StartedAt).Select(leg => leg.Call)];

    /// <summary>Short messages of both ways.</summary>
    public TextMessages Messages { get; }

    internal TimeProvider Time { get; }

    internal Activity Activity { get; } = new();

    internal WebhookClient Webhooks { get; }

    internal Callbacks Callbacks { get; }

    internal RelayConnect Connect { get; }

    internal PhoneQueues Queues { get; } = new();

    internal PhoneConferences Conferences { get; } = new();

    /// <summary>A person calls a number of the service.</summary>
    /// <param name="from">E.164, or what a hidden caller shows: <c>anonymous</c>.</param>
    /// <param name="to">A number of <see cref="Book"/> that has a voice URL.</param>
    /// <exception cref="ArgumentException">Nobody answers calls at <paramref name="to"/>.</exception>
    public SimulatedCall Call(string from, string to, string? forwardedFrom = null, string? callerName = null)
    {
        if (Book.Service(to) is not { VoiceUrl: { } url } number)
            throw new ArgumentException($"{to} is no number of the service with a voice URL", nameof(to));
        var leg = Open(new(from, to, "inbound", null, forwardedFrom, callerName));
        leg.Fallback = number.VoiceFallbackUrl is { Length: > 0 } fallback ? new(fallback, number.VoiceFallbackMethod) : null;
        leg.Subscription = StatusSubscription.Of(number.StatusCallback, "POST", []);
        leg.Become(CallStatus.Ringing);
        Activity.Run(() => LegFlow.RunAsync(leg, new Ask(url, number.VoiceMethod)));
        return leg.Call;
    }

    /// <summary>The next call that rings at this address and that nobody took from here yet.</summary>
    public async Task<SimulatedCall> RingsAsync(string address, CancellationToken cancel = default)
    {
        using var patience = new CancellationTokenSource(Settings.Patience);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            return await RingsAt(address).Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new NotHeardException($"nothing rings at {address}; calls: {string.Join(", ", Calls.Select(call => $"{call} ({call.Status})"))}");
        }
    }

    /// <summary>Every call that rings at this address from now on.</summary>
    public IAsyncEnumerable<SimulatedCall> AllRingsAsync(string address, CancellationToken cancel) => RingsAt(address).Reader.ReadAllAsync(cancel);

    public SimulatedCall? Find(string sid) => legs.GetValueOrDefault(sid)?.Call;

    /// <summary>Waits until nothing is under way: every call waits for a person or for time, every request is answered.</summary>
    public Task SettledAsync() => Activity.WhenStillAsync();

    /// <summary>Sends a signed JSON webhook, as the provider's newer products do.</summary>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="HttpRequestException">The service refused it or cannot be reached.</exception>
    public async Task<string> PostsJsonAsync(string url, byte[] body)
    {
        try
        {
            return (await Webhooks.SendAsync(new(url, "POST", []) { Json = body })).Body;
        }
        catch (WebhookFailure failure)
        {
            throw new HttpRequestException($"{failure.Code}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        afresh.Dispose();
    }

    private static SocketsHttpHandler Sockets(TimeSpan lifetime) =>
        new() { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), MaxConnectionsPerServer = 256, PooledConnectionLifetime = lifetime };

    internal CallLeg Open(LegOrigin origin)
    {
        var leg = new CallLeg(this, origin);
        legs[leg.Sid] = leg;
        return leg;
    }

    internal CallLeg? Leg(string sid) => legs.GetValueOrDefault(sid);

    internal IEnumerable<CallLeg> Legs => legs.Values;

    internal int NextRequestId() => Interlocked.Increment(ref requests);

    internal void Rings(CallLeg leg) => RingsAt(leg.Origin.To).Writer.TryWrite(leg.Call);

    internal void Report(CallLeg leg, int code, string message, string url)
    {
        leg.Hear(Heard.Fault, $"{code} {message}");
        Report(leg.Sid, code, message, url);
    }

    internal void Report(string sid, int code, string message, string url)
    {
        faults.Enqueue(new(Time.GetUtcNow(), sid, code, message, url));
        if (faults.Count > Settings.EndedCallsKept)
            faults.TryDequeue(out _);
    }

    internal void After(TimeSpan time, Action act)
    {
        ITimer? timer = null;
        timer = Time.CreateTimer(_ =>
        {
            act();
            timer?.Dispose();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    internal void Ended(CallLeg leg)
    {
        ended.Enqueue(leg.Sid);
        if (ended.Count > Settings.EndedCallsKept && ended.TryDequeue(out var oldest))
            legs.TryRemove(oldest, out _);
    }

    private Channel<SimulatedCall> RingsAt(string address) => rings.GetOrAdd(address,
        _ => Channel.CreateBounded<SimulatedCall>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }));
}
