using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Host.Steering;

/// <summary>Equal access in French sentences.</summary>
internal static class AccessWords
{
    public static string Group(AccessSplit split, string? part) => (split, part) switch
    {
        (AccessSplit.Territory, null or "") => "Département non indiqué",
        (AccessSplit.Territory, _) => SteeringWords.Territory(part),
        (AccessSplit.Channel, _) => SteeringWords.Channel(part),
        (AccessSplit.Language, _) => $"Langue\u00a0: {SteeringWords.Language(part)}",
        (_, null or "") => "Aucun besoin indiqué",
        _ => $"Besoin\u00a0: {FrenchSpaces.Keep(NeedWords.Of(Enum.Parse<AccessNeed>(part, ignoreCase: true)))}",
    };

    public static string Measure(AccessMeasure measure) => measure switch
    {
        AccessMeasure.Wait => "Attente, neuf fois sur dix au plus",
        AccessMeasure.LeftWithoutAnswer => "Demandes finies sans réponse",
        _ => $"Avis de 1 à {EqualAccessRule.DiscontentUpTo} sur 5",
    };

    public static string Value(AccessMeasure measure, double value) => measure == AccessMeasure.Wait ? SteeringWords.Wait(value) : SteeringWords.Share(value);

    public static string Gap(AccessSplit split, string? part, AccessMeasure measure, double here, double elsewhere)
    {
        var (mine, theirs) = (Value(measure, here), Value(measure, elsewhere));
        var gap = measure switch
        {
            AccessMeasure.Wait => $"neuf personnes sur dix ont une réponse en {mine} au plus, contre {theirs} pour toutes les autres",
            AccessMeasure.LeftWithoutAnswer => $"{mine} des demandes finissent sans réponse d'une personne, contre {theirs} pour toutes les autres",
            _ => $"{mine} des avis sont mauvais, contre {theirs} pour tous les autres",
        };
        return $"{Group(split, part)}\u00a0: {gap}.";
    }
}
