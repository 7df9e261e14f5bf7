using System.Text.Json;

namespace ServiceRouter.Steering;

/// <summary>What the first entry of a log says of its handoff for ever, so that it is known when the row is gone, and when somebody changed the row.</summary>
/// <param name="Receipt">Without dashes.</param>
/// <param name="Share">Where the handoff counts.</param>
internal sealed record AskedFacts(string Receipt, LedgerShare Share)
{
    private const string Unknown = "?";

    /// <param name="facts">Facts of the entry; what cannot be read there is told as "?", which nothing else equals.</param>
    public static AskedFacts Read(string facts)
    {
        try
        {
            using var json = JsonDocument.Parse(facts);
            return new AskedFacts(Text(json, "receipt") ?? Unknown, new LedgerShare(Text(json, "territory"), Text(json, "channel") ?? Unknown, Text(json, "language") ?? Unknown));
        }
        catch (JsonException)
        {
            // Somebody wrote into the log: verify-log names the entry.
            return new AskedFacts(Unknown, new LedgerShare(null, Unknown, Unknown));
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
