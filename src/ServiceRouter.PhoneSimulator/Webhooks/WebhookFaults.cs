namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>What goes wrong between the network and the service, on demand; each fault meets one request.</summary>
public sealed class WebhookFaults
{
    private readonly Lock gate = new();
    private readonly List<WebhookFault> waiting = [];
    private int refusals;

    /// <summary>The request reaches the service later; the time counts into its 15 s.</summary>
    public void Slow(TimeSpan delay, string urlPart = "") => Add(new(FaultKind.Slow, delay, urlPart));

    /// <summary>The request is sent twice; the second answer is used.</summary>
    public void Twice(string urlPart = "") => Add(new(FaultKind.Twice, TimeSpan.Zero, urlPart));

    /// <summary>The service gets the request, its answer does not come back: 11200, then the fallback URL.</summary>
    public void LosesAnswer(string urlPart = "") => Add(new(FaultKind.AnswerLost, TimeSpan.Zero, urlPart));

    /// <summary>The request never reaches the service, and is not tried again: 11205, then the fallback URL.</summary>
    public void Loses(string urlPart = "") => Add(new(FaultKind.Lost, TimeSpan.Zero, urlPart));

    /// <summary>The next status callback is kept back and sent after the one that follows it.</summary>
    public void SwapsStatusCallbacks() => Add(new(FaultKind.KeptBack, TimeSpan.Zero, ""));

    /// <summary>The next <paramref name="count"/> REST requests are answered 429 with code 20429.</summary>
    public void TooManyRequests(int count = 1) => Interlocked.Add(ref refusals, count);

    /// <summary>How long those that are refused with 429 are told to wait; null: nothing is told.</summary>
    public TimeSpan? RetryAfter { get; set; }

    internal WebhookFault? Take(string url) => Take(fault => fault.Kind != FaultKind.KeptBack && url.Contains(fault.UrlPart, StringComparison.Ordinal));

    internal bool TakeKeptBack() => Take(fault => fault.Kind == FaultKind.KeptBack) is not null;

    internal bool TakeRefusal()
    {
        while (Volatile.Read(ref refusals) is > 0 and var left)
            if (Interlocked.CompareExchange(ref refusals, left - 1, left) == left)
                return true;
        return false;
    }

    private void Add(WebhookFault fault)
    {
        lock (gate)
            waiting.Add(fault);
    }

    private WebhookFault? Take(Predicate<WebhookFault> fits)
    {
        lock (gate)
        {
            if (waiting.FindIndex(fits) is >= 0 and var at)
            {
                var fault = waiting[at];
                waiting.RemoveAt(at);
                return fault;
            }

            return null;
        }
    }
}

internal enum FaultKind
{
    Slow,
    Twice,
    AnswerLost,
    Lost,
    KeptBack,
}

internal sealed record WebhookFault(FaultKind Kind, TimeSpan Delay, string UrlPart);
