namespace ServiceRouter.Routing;

/// <summary>Place and wait, said honestly, in French; the same words on every channel.</summary>
public static class WaitWords
{
    private const int Hours = 120;

    /// <summary>Nothing for a request that is not in the queue.</summary>
    public static IReadOnlyList<string> Of(QueuePlace? place) => place is null ? [] :
    [
        place.Place == 1 ? "Vous êtes la prochaine personne." : $"Vous êtes à la place {place.Place} dans la file.",
        Wait(place.Wait),
        place.CounsellorsOnLine switch
        {
            0 => "Aucun conseiller n'est en ligne en ce moment. Votre demande est enregistrée et sera prise dès qu'un conseiller arrive.",
            1 => "Un conseiller est en ligne.",
            var count => $"{count} conseillers sont en ligne.",
        },
    ];

    private static string Wait(WaitRange? wait) => wait switch
    {
        null => "Attente : nous ne pouvons pas l'estimer honnêtement pour l'instant.",
        { FromMinutes: 0, ToMinutes: 1 } => "Attente estimée : moins d'une minute.",
        { FromMinutes: 0 } => $"Attente estimée : moins de {wait.ToMinutes} minutes.",
        { FromMinutes: >= Hours } => $"Attente estimée : plus de {wait.FromMinutes / 60} heures.",
        _ => $"Attente estimée : entre {wait.FromMinutes} et {wait.ToMinutes} minutes.",
    };
}
