using ServiceRouter.Steering;

namespace ServiceRouter.Host.Steering;

/// <summary>Who waits and who could be asked, in one French sentence.</summary>
internal static class NowWords
{
    public static string Sentence(NowFigures now) => now switch
    {
        { IsSaturated: true } => $"{Waiting(now)} et aucun conseiller n'a de place libre\u00a0: il faut plus de conseillers, ou convenir de dates.",
        { Waiting: > 0, BackAt: { } at } => $"{Waiting(now)}, en dehors des heures d'ouverture. Les conseillers répondent à partir du {SteeringWords.Moment(at)}.",
        { Waiting: > 0 } => $"{Waiting(now)}. {Places(now)}.",
        { Offered: > 0 } => $"Personne n'attend, {(now.Offered == 1 ? "une demande est proposée" : $"{SteeringWords.Count(now.Offered)} demandes sont proposées")} à un conseiller.",
        { CounsellorsOnLine: 0, BackAt: { } at } => $"Personne n'attend. Les conseillers répondent à partir du {SteeringWords.Moment(at)}.",
        { CounsellorsOnLine: 0 } => "Personne n'attend, et aucun conseiller n'est disponible.",
        _ => $"Personne n'attend. {Places(now)}.",
    };

    /// <summary>Null while nobody was promised a call or an appointment for a day that is closed.</summary>
    public static string? OnClosedDays(NowFigures now) => now.PromisedOnClosedDays switch
    {
        0 => null,
        1 => "1 personne attend un appel ou un rendez-vous un jour qui a été fermé depuis\u00a0: ce jour-là, sa demande revient dans la file, et il faut quelqu'un pour la prendre.",
        var some => $"{SteeringWords.Counted(some, "personne")} attendent un appel ou un rendez-vous un jour qui a été fermé depuis\u00a0: ce jour-là, leurs demandes reviennent dans la file, et il faut quelqu'un pour les prendre.",
    };

    private static string Waiting(NowFigures now) =>
        $"{SteeringWords.Counted(now.Waiting, "personne")} {(now.Waiting > 1 ? "attendent" : "attend")}";

    private static string Places(NowFigures now) => now.FreePlaces == 0
        ? "Les conseillers disponibles n'ont plus de place libre"
        : $"Les conseillers disponibles ont {SteeringWords.Counted(now.FreePlaces, "place")} {(now.FreePlaces > 1 ? "libres" : "libre")}";
}
