using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Host.Steering;

/// <summary>The parts of one server as the dashboard shows them.</summary>
/// <param name="Node">Name of the process that answered.</param>
/// <param name="All">Every part.</param>
/// <param name="Kept">Requests on the server's disk that the database does not have yet.</param>
public sealed record PartsShown(string Node, IReadOnlyList<PartStanding> All, int Kept)
{
    /// <summary>The parts that do not stand as they should.</summary>
    public IReadOnlyList<PartStanding> Troubles => [.. All.Where(p => p.State is not (PartState.Works or PartState.NotConfigured))];
}

/// <summary>What people notice of a part that is away.</summary>
internal sealed record PartEffect(string Citizens, string Counsellors);

/// <summary>What counsellors are told on their desk while the database is away.</summary>
/// <param name="Head">What is the matter.</param>
/// <param name="Text">What it means for their words, and for who asks.</param>
internal sealed record DeskBanner(string Head, string Text);

/// <summary>
/// The state of the service in plain French, for managers and counsellors. What a part that is away means depends on the others: nobody is told that a request is
/// recorded where none can be.
/// </summary>
internal static class PartWords
{
    private const string Nothing = "rien.";
    private const string NothingMore = "rien de plus.";
    private const string WithoutDatabase = "rien de nouveau ne leur est proposé. Un bandeau le dit, ce qu'ils écrivent est gardé et peut être envoyé dès que la base répond.";

    public static string Sentence(IReadOnlyList<PartStanding> all) => HowItIs(all) switch
    {
        Doors.OfAnotherVersion => "La base de données n'est pas à la version de ce serveur : il ne doit plus recevoir personne. Usagers et conseillers sont envoyés vers un autre serveur s'il y en a un.",
        Doors.AllShut => "Ce serveur ne peut plus enregistrer de demande. Les usagers reçoivent des numéros de téléphone et des adresses, et sont envoyés vers un autre serveur s'il y en a un.",
        _ => "Une partie du service est en panne. Les demandes de parler à un conseiller sont toujours enregistrées.",
    };

    /// <summary>What waits behind the second and the third door.</summary>
    public static string Kept(int count) => count == 1
        ? "1 demande gardée sur ce serveur, pas encore au registre."
        : $"{SteeringWords.Count(count)} demandes gardées sur ce serveur, pas encore au registre.";

    public static DeskBanner Banner(IReadOnlyList<PartStanding> all) => HowItIs(all) switch
    {
        Doors.OfAnotherVersion => new(
            "La base n'est pas à la version de ce serveur.",
            "Ce que vous écrivez reste ici et pourra être envoyé dès qu'elle est mise à jour. Rien de nouveau n'arrive en attendant."),
        Doors.AllShut => new(
            "La base ne répond pas.",
            "Vous pouvez continuer d'écrire : votre texte reste affiché ici. Si la panne dure, vos conversations peuvent repartir en tête de file. Rien de nouveau n'arrive en attendant. "
            + "Ce serveur ne peut pas non plus enregistrer les demandes des usagers : ils reçoivent des numéros de téléphone et des adresses."),
        _ => new(
            "La base ne répond pas.",
            "Vous pouvez continuer d'écrire : votre texte reste affiché ici. Si la panne dure, vos conversations peuvent repartir en tête de file. Rien de nouveau n'arrive en attendant. Les demandes des usagers sont gardées."),
    };

    public static string Name(Part part) => part switch
    {
        Part.Database => "Base de données",
        Part.Broker => "Messagerie interne",
        Part.Journal => "Journal de secours de ce serveur",
        Part.Flows => "Parcours de l'assistant",
        Part.Knowledge => "Fiches de l'assistant",
        Part.Receipts => "Clé des récépissés",
        Part.Texts => "Opérateur des SMS",
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

    /// <param name="standing">One that does not stand as it should.</param>
    /// <param name="all">Every part, that one too.</param>
    public static PartEffect EffectOf(PartStanding standing, IReadOnlyList<PartStanding> all) => (HowItIs(all), standing.Part) switch
    {
        (Doors.OfAnotherVersion, Part.Database) => new("ils sont envoyés vers un autre serveur s'il y en a un.", "ils sont envoyés vers un autre serveur s'il y en a un. La base doit être mise à jour."),
        (Doors.AllShut, Part.Database) => new(
            "ils ne peuvent pas demander un conseiller sur ce serveur : ils reçoivent des numéros de téléphone et des adresses, sans récépissé. Leurs messages et le suivi de leur demande ne passent pas : la page le dit et garde leur texte.",
            WithoutDatabase),
        (Doors.AllShut, Part.Broker or Part.Journal) => new("leur demande sera de nouveau enregistrée dès que la base, la messagerie ou le journal de secours répond.", NothingMore),
        (Doors.AllShut or Doors.OfAnotherVersion, _) => new(NothingMore, NothingMore),
        (Doors.WithoutDatabase, Part.Broker) when standing.State == PartState.Away => new("leur demande est gardée sur le disque de ce serveur, avec un récépissé.", NothingMore),
        _ => AloneAway(standing),
    };

    private static PartEffect AloneAway(PartStanding standing) => (standing.Part, standing.State) switch
    {
        (Part.Database, _) => new(
            "ils peuvent demander un conseiller et reçoivent un récépissé. Leurs messages et le suivi de leur demande ne passent pas : la page le dit et garde leur texte.",
            WithoutDatabase),
        (Part.Broker, _) => new(
            "un message de leur conseiller peut s'afficher avec quelques secondes de retard.",
            "les demandes leur sont toujours proposées ; leur écran peut avoir quelques secondes de retard. Les avis sont demandés plus tard."),
        (Part.Journal, PartState.Impaired) => new(Nothing, "rien. Une partie du journal est abîmée ou ne peut pas être lue : quelqu'un doit l'examiner, des demandes peuvent y attendre."),
        (Part.Journal, _) => new("rien, tant que la base ou la messagerie répond. Sinon, leur demande ne peut pas être enregistrée ici.", Nothing),
        (Part.Flows, PartState.Impaired) => new("une partie des parcours guidés n'est pas proposée.", Nothing),
        (Part.Flows, _) => new("les parcours guidés ne répondent pas : un conseiller leur est proposé.", "davantage de demandes peuvent arriver."),
        (Part.Knowledge, PartState.Impaired) => new("une partie des fiches n'est pas utilisée.", Nothing),
        (Part.Knowledge, _) => new("l'assistant ne répond plus avec des fiches : un conseiller leur est proposé.", "davantage de demandes peuvent arriver."),
        (Part.Receipts, _) => new(
            "rien tant que la base répond. Sinon, ce serveur peut dire qu'il ne connaît pas un récépissé qui est valable.",
            "rien tant que la base répond. Sinon, un numéro à rappeler peut rester illisible. Les serveurs n'ont pas tous la même clé : quelqu'un doit comparer leurs réglages."),
        (Part.Texts, _) => new(
            "ceux qui écrivent par SMS n'ont pas encore de réponse. Leurs demandes sont enregistrées, et tout ce qui leur a été écrit partira dès que l'opérateur le prend.",
            "ce qu'ils écrivent par SMS attend, et leur poste le dit après une demi-minute. Ils peuvent appeler. Si cela dure, quelqu'un doit vérifier le compte chez l'opérateur et la connexion vers lui."),
        _ => new("l'assistant répond avec ses parcours et ses fiches.", Nothing),
    };

    private static Doors HowItIs(IReadOnlyList<PartStanding> all) => (all[(int)Part.Database].State, NodeParts.Judge(all)) switch
    {
        (PartState.Wrong, _) => Doors.OfAnotherVersion,
        (_, Readiness.Down) => Doors.AllShut,
        (PartState.Away, _) => Doors.WithoutDatabase,
        _ => Doors.Open,
    };

    /// <summary>How a request for a human can come in here.</summary>
    private enum Doors
    {
        Open,
        WithoutDatabase,
        AllShut,
        OfAnotherVersion,
    }
}
