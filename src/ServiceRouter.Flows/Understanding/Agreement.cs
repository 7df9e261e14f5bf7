using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// A sentence in which somebody takes an appointment, thanks for it or speaks of it ("merci à votre conseiller", "j'attends votre appel", "rappelez-moi vendredi"). While a date
/// is promised it asks for nobody, however much it sounds like an ask: only saying that it cannot wait does.
/// </summary>
public static partial class Agreement
{
    private static readonly HashSet<string> Agreeing =
    [
        "merci", "remercie", "remercions", "accord", "daccord", "ok", "entendu", "compris", "parfait", "super", "note", "confirme", "confirmer", "confirmons", "convient", "convenu", "prevu",
        "attends", "attendrai", "attendons", "bientot", "revoir", "rdv", "demain", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "heure", "heures",
    ];

    private static readonly HashSet<string> CannotWait =
    [
        "maintenant", "urgent", "urgence", "urgemment", "vite", "rapidement", "plutot", "tot", "avant", "attendre", "toujours", "encore", "depuis", "aujourdhui", "immediatement", "suite", "annule", "annuler", "annulez",
    ];

    /// <summary>Never throws, whatever was typed.</summary>
    public static bool Is(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return false;
        var words = PlainWords.Of(text);
        return words.Exists(word => Agreeing.Contains(word) || Hour().IsMatch(word)) && !words.Exists(CannotWait.Contains);
    }

    [GeneratedRegex("^[0-9]{1,2}h(?:[0-9]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Hour();
}
