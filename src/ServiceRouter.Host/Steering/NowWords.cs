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

    private static string Waiting(NowFigures now) =>
        $"{SteeringWords.Counted(now.Waiting, "personne")} {(now.Waiting > 1 ? "attendent" : "attend")}";

    private static string Places(NowFigures now) => now.FreePlaces == 0
        ? "Les conseillers disponibles n'ont plus de place libre"
        : $"Les conseillers disponibles ont {SteeringWords.Counted(now.FreePlaces, "place")} {(now.FreePlaces > 1 ? "libres" : "libre")}";
}
