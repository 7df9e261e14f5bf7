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
    private const string SealedNumber = "sealedNumber";
    private const string Unreadable = "illisible (il est chiffré, et la clé manque)";

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["receipt"] = "Récépissé", ["askedAt"] = "Demandé le (UTC)", ["channel"] = "Canal", ["language"] = "Langue", ["reason"] = "Motif", ["skill"] = "Compétence",
        ["callBackNumber"] = "Numéro à rappeler", [SealedNumber] = "Numéro à rappeler", ["callBackAt"] = "Rappel souhaité le (UTC)", ["shownReceipt"] = "Récépissé déjà connu", ["outcome"] = "Issue", ["endedAt"] = "Terminé le (UTC)",
        ["counsellorId"] = "Compte du conseiller", ["text"] = "Texte", ["distress"] = "Danger entendu", ["territory"] = "Département", ["node"] = "Serveur",
    };

    // Said by the rest of the screen, or of no use to people.
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "handoffId", "conversationId", "keyHash", "version", "rank", "actor", "refusesAssistant", "shownAt", "sentAs",
    };

    /// <summary>Whether a field of ours has a French name, or is not for people.</summary>
    internal static bool Knows(string name) => Names.ContainsKey(name) || Hidden.Contains(name);

    /// <param name="body">Of the message.</param>
    /// <param name="openNumber">Opens a number that was closed for the asking of that identity; null when it cannot be opened.</param>
    public static IReadOnlyList<ShownField> Of(string? body, Func<string, Guid, string?> openNumber)
    {
        if (string.IsNullOrEmpty(body)) return [];
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                var fields = json.RootElement.EnumerateObject().ToList();
                var id = fields.Where(f => f.Name.Equals("handoffId", StringComparison.OrdinalIgnoreCase)).Select(f => Guid.TryParse(f.Value.ToString(), out var told) ? told : default).FirstOrDefault();
                return [.. fields.Where(f => !Hidden.Contains(f.Name) && f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && f.Value.ToString().Length > 0)
                    .Take(Most).Select(f => new ShownField(Names.GetValueOrDefault(f.Name, f.Name), Cut(ValueOf(f, id, openNumber))))];
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Shown as it is; half a sign, which JSON allows and text does not, is the second.
        }
        return [new ShownField("Texte illisible par le service", Cut(body))];
    }

    private static string ValueOf(JsonProperty field, Guid handoffId, Func<string, Guid, string?> openNumber) =>
        field.Name.Equals(SealedNumber, StringComparison.OrdinalIgnoreCase) ? openNumber(field.Value.ToString(), handoffId) ?? Unreadable : field.Value.ToString();

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "…" : text;
}
