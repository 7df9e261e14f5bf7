using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Limits;

internal sealed class LimitsOptionsRules(IConfiguration configuration) : IValidateOptions<LimitsOptions>
{
    private const int Most = 100_000;

    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var failures = new List<string>();
        // A bucket below the rate would never be full.
        Within("PagesPerSecond", options.PagesPerSecond, 1, Most);
        Within("PagesAtOnce", options.PagesAtOnce, options.PagesPerSecond, Most, leastIs: "PagesPerSecond");
        Within("PagesTogether", options.PagesTogether, 1, Most);
        Within("FiguresTogether", options.FiguresTogether, 1, Most);
        Within("AsksPerSecond", options.AsksPerSecond, 1, Most);
        Within("AsksAtOnce", options.AsksAtOnce, options.AsksPerSecond, Most, leastIs: "AsksPerSecond");
        Within("AsksTogether", options.AsksTogether, 1, Most);
        Within("TurnsTogether", options.TurnsTogether, 1, Most);
        Within("TurnsPerSecond", options.TurnsPerSecond, 1, Most);
        Within("TurnsAtOnce", options.TurnsAtOnce, options.TurnsPerSecond, Most, leastIs: "TurnsPerSecond");
        Within("TurnsOfConversationPerSecond", options.TurnsOfConversationPerSecond, 1, Most);
        Within("TurnsOfConversationAtOnce", options.TurnsOfConversationAtOnce, options.TurnsOfConversationPerSecond, Most, leastIs: "TurnsOfConversationPerSecond");
        Within("FiguresPerSecond", options.FiguresPerSecond, 1, Most);
        Within("FiguresAtOnce", options.FiguresAtOnce, options.FiguresPerSecond, Most, leastIs: "FiguresPerSecond");
        Within("Streams", options.Streams, 1, Most);
        Within("StreamsOfPerson", options.StreamsOfPerson, 1, Most);
        Within("FailedLooksAtOnce", options.FailedLooksAtOnce, 1, Most);
        Within("FailedLookWait", options.FailedLookWait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        Within("Connections", options.Connections, 100, 1_000_000);
        Within("ConnectionsOfAddress", options.ConnectionsOfAddress, 10, options.Connections, mostIs: "Connections");
        Within("BodyBytes", options.BodyBytes, 16 << 10, 16 << 20);
        Within("HeadersTimeout", options.HeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Within("IdleTimeout", options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        failures.AddRange(Proxies.Unreadable(options.TrustedProxies).Select(word => $"Limits:TrustedProxies has {word}, which is neither an address nor a network such as 10.1.0.0/16"));
        // The framework's own switch believes everybody, and then anyone chooses the address that they are judged by.
        if (configuration["ForwardedHeaders_Enabled"] is { } all && all.Equals("true", StringComparison.OrdinalIgnoreCase))
            failures.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which believes every client's X-Forwarded-For: name your proxies in Limits:TrustedProxies instead");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        // A bound that another setting gives is told by its name.
        void Within<T>(string key, T value, T least, T most, string? leastIs = null, string? mostIs = null)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                failures.Add($"Limits:{key} is {value}, and must be between {Bound(least, leastIs)} and {Bound(most, mostIs)}");
        }

        static string Bound<T>(T bound, string? setting) => setting is null ? $"{bound}" : $"Limits:{setting} ({bound})";
    }
}
