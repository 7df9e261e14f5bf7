using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Host.Steering;

/// <summary>The parts of one server as the dashboard shows them.</summary>
/// <param name="Node">Name of the process that answered.</param>
/// <param name="All">Every part.</param>
public sealed record PartsShown(string Node, IReadOnlyList<PartStanding> All)
{
    /// <summary>The parts that do not stand as they should.</summary>
    public IReadOnlyList<PartStanding> Troubles => [.. All.Where(p => p.State is not (PartState.Works or PartState.NotConfigured))];

    internal Readiness Readiness => NodeParts.Judge(All);
}

/// <summary>What people notice of a part that is away.</summary>
internal sealed record PartEffect(string Citizens, string Counsellors);

/// <summary>The state of the service in plain French, for managers.</summary>
internal static class PartWords
{
    private const string Nothing = "rien.";

    public static string Sentence(Readiness readiness) => readiness == Readiness.Down
        ? "Ce serveur ne peut plus enregistrer de demande. Les usagers reçoivent des numéros de téléphone et des adresses, et sont envoyés vers un autre serveur s'il y en a un."
        : "Une partie du service est en panne. Les demandes de parler à un conseiller sont toujours enregistrées.";

    public static string Name(Part part) => part switch
    {
        Part.Database => "Base de données",
        Part.Broker => "Messagerie interne",
        Part.Journal => "Journal de secours de ce serveur",
        Part.Flows => "Parcours de l'assistant",
        Part.Knowledge => "Fiches de l'assistant",
        _ => "Modèle de langue",
    };

    public static string State(PartState state) => state switch
    {
        PartState.Works => "fonctionne",
        PartState.Impaired => "fonctionne en partie",
        PartState.Away => "ne répond pas",
        PartState.Wrong => "n'est pas à la bonne version",
        _ => "non installé",
    };

    public static PartEffect EffectOf(PartStanding standing) => (standing.Part, standing.State) switch
    {
        (Part.Database, PartState.Wrong) => new("ils sont envoyés vers un autre serveur.", "ils sont envoyés vers un autre serveur. La base doit être mise à jour."),
        (Part.Database, _) => new(
            "ils peuvent demander un conseiller et reçoivent un récépissé. Leurs messages et le suivi de leur demande ne passent pas : la page le dit et garde leur texte.",
            "rien de nouveau ne leur est proposé. Un bandeau le dit, ce qu'ils écrivent est gardé et peut être envoyé dès que la base répond."),
        (Part.Broker, _) => new(
            "un message de leur conseiller peut s'afficher avec quelques secondes de retard.",
            "les demandes leur sont toujours proposées ; leur écran peut avoir quelques secondes de retard. Les avis sont demandés plus tard."),
        (Part.Journal, PartState.Impaired) => new(Nothing, "rien. Des enregistrements abîmés ont été mis de côté : quelqu'un doit les examiner."),
        (Part.Journal, _) => new("rien, tant que la base ou la messagerie répond. Sinon, leur demande ne peut pas être enregistrée ici.", Nothing),
        (Part.Flows, PartState.Impaired) => new("une partie des parcours guidés n'est pas proposée.", Nothing),
        (Part.Flows, _) => new("les parcours guidés ne répondent pas : un conseiller leur est proposé.", "davantage de demandes peuvent arriver."),
        (Part.Knowledge, PartState.Impaired) => new("une partie des fiches n'est pas utilisée.", Nothing),
        (Part.Knowledge, _) => new("l'assistant ne répond plus avec des fiches : un conseiller leur est proposé.", "davantage de demandes peuvent arriver."),
        _ => new("l'assistant répond avec ses parcours et ses fiches.", Nothing),
    };
}
