namespace ServiceRouter.Tests.Dialogues;

/// <summary>
/// What people say first, and the choice of the first question that it answers. Only sentences that the author's own words decide: which words of a label count is the
/// engine's affair.
/// </summary>
internal static class FirstSentences
{
    public static readonly (string Flow, string Sentence, string Choice)[] Answered =
    [
        // Who names a benefit has not asked for it: it may be the one that stopped.
        ("caf_rsa", "je n'ai pas reçu mon rsa", "arret"),
        ("caf_rsa", "mon rsa a été supprimé", "arret"),
        ("caf_rsa", "radié du RSA pour un rendez-vous manqué", "arret"),
        ("caf_rsa", "suspension du rsa parce que j'ai pas signé mon contrat d'engagement", "arret"),
        ("caf_rsa", "la prime d'activité a baissé", "arret"),
        ("caf_rsa", "mon apl a diminué ce mois-ci", "arret"),
        ("caf_rsa", "ma prime d'activité n'a pas été versée", "arret"),
        ("caf_rsa", "mes apl ont sauté", "arret"),
        ("caf_rsa", "je voudrais demander le rsa", "demander"),
        ("caf_rsa", "ai-je droit à l'apl", "demander"),
        ("caf_rsa", "simulation apl pour un étudiant", "demander"),
        // Who is given a vehicle has the month of a buyer.
        ("carte_grise", "mon père m'a donné sa voiture", "achat"),
        ("carte_grise", "on m'a donné une voiture", "achat"),
        ("carte_grise", "ma tante veut me donner son scooter", "achat"),
        ("carte_grise", "je donne ma voiture à mon fils", "vente"),
        ("carte_grise", "j'ai donné ma moto à mon neveu", "vente"),
        ("carte_grise", "j'ai hérité de la voiture de ma grand-mère", "autre"),
        ("carte_grise", "mon père est décédé, comment mettre sa voiture à mon nom", "autre"),
        ("ameli_carte_vitale", "je n'ai plus d'assurance maladie", "droits"),
        ("ameli_carte_vitale", "je suis en arrêt maladie", "arret"),
        ("cheque_energie", "j'ai reçu un chèque énergie, à quoi ça sert", "utiliser"),
        ("cheque_energie", "je n'ai pas reçu mon chèque énergie", "pas_recu"),
        ("cheque_energie", "j'ai rien reçu", "pas_recu"),
        ("cheque_energie", "ils veulent me couper l'électricité", "coupure"),
        // A spouse's death leads to the survivor's pension, another does not, and a living husband to neither.
        ("retraite", "mon père est mort, il faut prévenir la caisse", "autre"),
        ("retraite", "mon mari est décédé, ai-je droit à une part de sa retraite", "reversion"),
        ("retraite", "je suis veuve", "reversion"),
        ("retraite", "quand mon mari peut-il partir à la retraite", "partir"),
        // The child's branch asks itself whether the old one is lost.
        ("passeport_cni", "la carte d'identité de ma fille est perdue", "enfant"),
        ("passeport_cni", "j'ai perdu ma carte d'identité", "perte"),
        ("passeport_cni", "je pars demain", "urgence"),
        ("passeport_cni", "je pars lundi", "urgence"),
        ("passeport_cni", "je pars dans 10 jours", "urgence"),
        ("passeport_cni", "je pars le 15 décembre", "urgence"),
        ("permis_conduire", "mon permis format carte expire bientôt", "ancien"),
        ("permis_conduire", "je n'ai pas reçu mon permis", "attente"),
        ("impots", "comment faire ma déclaration", "declarer"),
        ("impots", "je me suis trompé dans ma déclaration", "erreur"),
        ("impots", "j'ai oublié mon mot de passe", "espace"),
        ("impots", "je n'arrive pas à me connecter à mon espace", "espace"),
        ("impots", "je cherche une copie de mon avis d'impôt", "avis"),
        ("impots", "ma taxe foncière est fausse", "avis"),
        ("france_travail", "mes allocations sont suspendues", "radiation"),
        ("france_travail", "suspension de mes allocations", "radiation"),
    ];
}
