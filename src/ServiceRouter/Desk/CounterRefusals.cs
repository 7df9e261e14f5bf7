using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

/// <summary>Why somebody at the counter cannot be received with their request now, and what to do instead.</summary>
internal static class CounterRefusals
{
    public static Refusal Offered { get; } = Refusal.TooLate(
        "handoff-offered", "Cette demande est proposée à un collègue en ce moment : dans quelques secondes, il l'aura acceptée ou elle sera de nouveau libre. Recommencez dans un instant.");

    public static Refusal CallerWaits { get; } = Refusal.TooLate(
        CallersOfHandoff.CallerWaits, "Quelqu'un attend au téléphone pour cette demande. Si c'est la personne devant vous, demandez-lui de raccrocher, puis recommencez.");

    public static Refusal NotAtDesk { get; } = Refusal.TooLate(
        "desk-not-live", "Votre poste n'est plus relié au service : rien n'a été pris. Rechargez la page du bureau, puis recommencez.");

    public static Refusal Ended { get; } = Refusal.TooLate(
        "handoff-ended", "Cette demande est terminée. Pour en faire une nouvelle, la personne appuie sur « Parler à un conseiller » sur le site, ou appelle le service : son nouveau récépissé s'ouvre ici.");

    /// <param name="name">As colleagues are shown at the desk.</param>
    public static Refusal WithColleague(string name) => Refusal.TooLate(
        "handoff-with-colleague", $"Cette demande est avec {name}. Demandez-lui de vous la transmettre, par téléphone ou par une note.");
}
