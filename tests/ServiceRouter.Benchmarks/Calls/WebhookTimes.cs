using System.Collections.Concurrent;
using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>Durations of webhooks as the provider sees them, by what they ask.</summary>
internal sealed class WebhookTimes
{
    /// <summary>Signed like any other, answers a document, touches no row.</summary>
    public const string EmptyPath = "/twilio/voice/line/hold";

    private static readonly (string Part, string Kind)[] Kinds =
    [
        (EmptyPath, "floor: an empty webhook"), ("/voice/incoming", "a call comes in"), ("/voice/turn", "a turn of the dialogue"), ("/voice/wait", "a round of the wait"),
        ("/voice/line", "counsellor's line, conference"), ("/voice/status", "a call is over"),
    ];

    private readonly ConcurrentDictionary<string, Samples> samples = new();
    private readonly ConcurrentDictionary<int, Samples> minutes = new();
    private readonly long begun = Ticks.Now;

    /// <summary>All but the floor by the minute in which they were answered, from 1: whether what was slow came once or all the time.</summary>
    public IEnumerable<(int Minute, Samples Samples)> ByMinute => minutes.OrderBy(minute => minute.Key).Select(minute => (minute.Key, minute.Value));

    /// <summary>All but the floor together, then each kind, the floor last.</summary>
    public IEnumerable<(string Kind, Samples Samples)> ByKind
    {
        get
        {
            var all = new Samples();
            foreach (var one in samples.Where(kind => kind.Key != Kinds[0].Kind).SelectMany(kind => kind.Value.InOrder)) all.Add(one);
            return [("all webhooks of calls", all), .. Kinds.Skip(1).Append(Kinds[0]).Select(kind => (kind.Kind, samples.GetValueOrDefault(kind.Kind) ?? new Samples()))];
        }
    }

    public void Add(string path, double milliseconds)
    {
        var kind = Kinds.FirstOrDefault(kind => path.Contains(kind.Part, StringComparison.Ordinal)).Kind;
        if (kind is null) return;
        samples.GetOrAdd(kind, _ => new Samples()).Add(milliseconds);
        if (kind != Kinds[0].Kind) minutes.GetOrAdd(1 + (int)(Ticks.Milliseconds(begun, Ticks.Now) / 60_000), _ => new Samples()).Add(milliseconds);
    }
}

/// <summary>Times each webhook from its sending to its whole answer.</summary>
internal sealed class TimedWebhooks() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 256 })
{
    private WebhookTimes times = new();

    /// <summary>From here on they are noted there.</summary>
    public void Begins(WebhookTimes where) => times = where;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (noted, start) = (times, Ticks.Now);
        var answer = await base.SendAsync(request, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        noted.Add(request.RequestUri!.AbsolutePath, Ticks.Milliseconds(start, Ticks.Now));
        return answer;
    }
}
