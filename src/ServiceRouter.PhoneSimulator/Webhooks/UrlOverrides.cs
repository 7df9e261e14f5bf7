using System.Globalization;

namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>Connection overrides in the fragment of a webhook URL (<c>#rc=2&amp;rp=ct,5xx</c>), with Twilio's defaults and limits.</summary>
/// <param name="ReadTimeout">rt, for one try; at most 15 s.</param>
/// <param name="TotalTimeout">tt, all tries together; at most 15 s, which nothing raises.</param>
/// <param name="Retries">rc, 0 to 5; 1 when absent.</param>
/// <param name="RetryOn">rp: <c>ct</c> (connection), <c>rt</c> (read time-out, connection cut before an answer), <c>4xx</c>, <c>5xx</c>, <c>all</c>.</param>
internal sealed record UrlOverrides(TimeSpan ReadTimeout, TimeSpan TotalTimeout, int Retries, IReadOnlyList<string> RetryOn)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static UrlOverrides Of(string url)
    {
        var pairs = (url.Split('#', 2) is [_, var fragment] ? fragment : "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        var retryOn = pairs.TryGetValue("rp", out var given) ? given.Split(',') : ["ct"];
        return new(Limit("rt"), Limit("tt"), Math.Clamp(Number("rc") ?? 1, 0, 5), retryOn);

        int? Number(string name) =>
            pairs.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        TimeSpan Limit(string name) => Number(name) is { } milliseconds
            ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 100, (int)Longest.TotalMilliseconds))
            : Longest;
    }

    public bool Retry(string failure) => RetryOn.Contains("all") || RetryOn.Contains(failure);
}
