using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

internal sealed class LimitsOptionsRules(IConfiguration configuration) : IValidateOptions<LimitsOptions>
{
    private const int Most = 100_000;

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var faults = new SectionFaults(LimitsOptions.Section);
        // A bucket below the rate would never be full.
        faults.Within(nameof(options.PagesPerSecond), options.PagesPerSecond, 1, Most);
        faults.Within(nameof(options.PagesAtOnce), options.PagesAtOnce, options.PagesPerSecond, Most, leastIs: nameof(options.PagesPerSecond));
        faults.Within(nameof(options.PagesTogether), options.PagesTogether, 1, Most);
        faults.Within(nameof(options.FiguresTogether), options.FiguresTogether, 1, Most);
        faults.Within(nameof(options.AsksPerSecond), options.AsksPerSecond, 1, Most);
        faults.Within(nameof(options.AsksAtOnce), options.AsksAtOnce, options.AsksPerSecond, Most, leastIs: nameof(options.AsksPerSecond));
        faults.Within(nameof(options.AsksTogether), options.AsksTogether, 1, Most);
        faults.Within(nameof(options.TurnsTogether), options.TurnsTogether, 1, Most);
        faults.Within(nameof(options.TurnsPerSecond), options.TurnsPerSecond, 1, Most);
        faults.Within(nameof(options.TurnsAtOnce), options.TurnsAtOnce, options.TurnsPerSecond, Most, leastIs: nameof(options.TurnsPerSecond));
        faults.Within(nameof(options.TurnsOfConversationPerSecond), options.TurnsOfConversationPerSecond, 1, Most);
        faults.Within(nameof(options.TurnsOfConversationAtOnce), options.TurnsOfConversationAtOnce, options.TurnsOfConversationPerSecond, Most, leastIs: nameof(options.TurnsOfConversationPerSecond));
        faults.Within(nameof(options.FiguresPerSecond), options.FiguresPerSecond, 1, Most);
        faults.Within(nameof(options.FiguresAtOnce), options.FiguresAtOnce, options.FiguresPerSecond, Most, leastIs: nameof(options.FiguresPerSecond));
        faults.Within(nameof(options.Streams), options.Streams, 1, Most);
        faults.Within(nameof(options.StreamsOfPerson), options.StreamsOfPerson, 1, Most);
        faults.Within(nameof(options.FailedLooksAtOnce), options.FailedLooksAtOnce, 1, Most);
        faults.Within(nameof(options.FailedLookWait), options.FailedLookWait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        faults.Within(nameof(options.Connections), options.Connections, 100, 1_000_000);
        faults.Within(nameof(options.ConnectionsOfAddress), options.ConnectionsOfAddress, 10, options.Connections, mostIs: nameof(options.Connections));
        faults.Within(nameof(options.BodyBytes), options.BodyBytes, 16 << 10, 16 << 20);
        faults.Within(nameof(options.HeadersTimeout), options.HeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        faults.Within(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        foreach (var word in Proxies.Unreadable(options.TrustedProxies)) faults.Add($"Limits:TrustedProxies has {word}, which is neither an address nor a network such as 10.1.0.0/16");
        foreach (var word in Proxies.Boundless(options.TrustedProxies)) faults.Add($"Limits:TrustedProxies has {word}, which believes everybody's X-Forwarded-For: name your proxies");
        // The framework's own switch believes everybody, and then anyone chooses the address that they are judged by.
        if (configuration["ForwardedHeaders_Enabled"] is { } all && all.Equals("true", StringComparison.OrdinalIgnoreCase))
            faults.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which believes every client's X-Forwarded-For: name your proxies in Limits:TrustedProxies instead");
        return faults.Result;
    }
}
