using System.Globalization;

namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>Writing parameters as Twilio does.</summary>
internal static class Parameters
{
    /// <summary>RFC 2822, GMT.</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => Math.Max(0, (long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Flag(bool flag) => flag ? "true" : "false";

    /// <summary>The URL with the parameters behind its own query, the fragment left out.</summary>
    public static string InQuery(string url, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var whole = url.Split('#', 2)[0];
        if (parameters.Count == 0)
            return whole;
        var query = string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return $"{whole}{(whole.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    /// <summary>Geography that the network knows of a number: its country, the rest empty, which is sent and signed all the same.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Geography(string side, string address)
    {
        yield return new(side + "City", "");
        yield return new(side + "State", "");
        yield return new(side + "Zip", "");
        yield return new(side + "Country", Country(address));
    }

    private static string Country(string address) => Prefixes.FirstOrDefault(known => address.StartsWith(known.Prefix, StringComparison.Ordinal)).Country ?? "";

    private static readonly (string Prefix, string Country)[] Prefixes =
        [("+33", "FR"), ("+32", "BE"), ("+41", "CH"), ("+352", "LU"), ("+262", "RE"), ("+590", "GP"), ("+594", "GF"), ("+596", "MQ"), ("+1", "US"), ("+49", "DE"), ("+34", "ES"), ("+44", "GB")];
}
