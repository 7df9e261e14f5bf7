using System.Text.Json;

namespace ServiceRouter.Handoffs.Facts;

/// <summary>
/// What a move recorded in its entry of the event log: ids, codes, dates, never words. Each kind of move has a record of its own in this folder. The text is under the hash of the
/// entry, is exported for auditors and read by programs that are not ours: no member is ever renamed, moved or taken away, and a new one comes last and is left out where it is null.
/// </summary>
internal abstract record MoveFacts
{
    private protected MoveFacts()
    {
    }

    /// <summary>The members in the order in which they are declared.</summary>
    public string ToJson() => JsonSerializer.Serialize<object>(this, JsonSerializerOptions.Web);

    /// <summary>Entries of every age, and those of a node of another version: what an entry does not say is null, and what is not known here is passed over.</summary>
    /// <returns>Null when they are no such facts: somebody has changed the log, which its chain tells, and who reads it goes on.</returns>
    public static TFacts? Read<TFacts>(string json)
        where TFacts : MoveFacts
    {
        try
        {
            return JsonSerializer.Deserialize<TFacts>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
