using System.Text.Json;

namespace ServiceRouter.DeadLetters;

/// <summary>One thing that a failed message says.</summary>
/// <param name="Name">In French where the field is known, otherwise the field's own name.</param>
/// <param name="Value">At most 500 characters.</param>
public sealed record ShownField(string Name, string Value);

/// <summary>What of a failed message can be shown to a counsellor: what helps to find and serve the person; identities and keys of machines stay out.</summary>
internal static class ShownFields
{
    private const int Longest = 500;
    private const int Most = 20;

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["receipt"] = "Récépissé", ["askedAt"] = "Demandé le (UTC)", ["channel"] = "Canal", ["language"] = "Langue", ["reason"] = "Motif", ["skill"] = "Compétence",
        ["callBackNumber"] = "Numéro à rappeler", ["callBackAt"] = "Rappel souhaité le (UTC)", ["shownReceipt"] = "Récépissé déjà connu", ["outcome"] = "Issue", ["endedAt"] = "Terminé le (UTC)",
        ["counsellorId"] = "Compte du conseiller", ["text"] = "Texte",
    };

    // Said by the rest of the screen, or of no use to people.
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "handoffId", "conversationId", "keyHash", "version", "rank", "actor", "refusesAssistant",
    };

    public static IReadOnlyList<ShownField> Of(string? body)
    {
        if (string.IsNullOrEmpty(body)) return [];
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return [.. json.RootElement.EnumerateObject().Where(f => !Hidden.Contains(f.Name) && f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && f.Value.ToString().Length > 0)
                    .Take(Most).Select(f => new ShownField(Names.GetValueOrDefault(f.Name, f.Name), Cut(f.Value.ToString())))];
        }
        catch (JsonException)
        {
            // Shown as it is.
        }
        return [new ShownField("Texte illisible par le service", Cut(body))];
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "…" : text;
}
