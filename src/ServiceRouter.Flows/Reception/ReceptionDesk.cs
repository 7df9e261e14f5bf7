using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Flows.Reception;

/// <summary>
/// Hears what anybody asks a reception: where you are, when you are open, how you are reached, what you are. Plain rules, read before a procedure is guessed at: to
/// the guess, "la maison France services" is a house, and a house is an inheritance.
/// </summary>
public static class ReceptionDesk
{
    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["us"] = "maison_france_services|maison_france_service|maisons_france_services|maison_de_france_services|espace_france_services|espace_france_service|espaces_france_services|point_france_services|bus_france_services"
            + "|bureau_france_services|france_services|france_service|maison_de_services_au_public|maison_des_services_publics|maison_de_service_public|msap",
        ["where"] = "ou_est|ou_est_ce|ou_se|ou_sont|ou_trouver|ou_trouve|ou_puis|ou_peut|ou_aller|ou_y_a|ou_il_y_a|ou_c_est|c_est_ou|ou_j_ai|ou_vous|adresse|adresses|coordonnees|plus_proche|plus_proches|plus_pres|pres_de|pres_d|proche_de"
            + "|a_cote_de|a_proximite|trouver|cherche|localiser|y_a_t_il|il_y_a|y_a",
        ["hours"] = "horaire|horaires|ouvert|ouverts|ouverte|ouvertes|ouverture|ouvre|ouvrent|ouvrez|ferme|fermes|fermez|fermeture|quelle_heure|quels_jours|quel_jour",
        ["reach"] = "contacter|joindre|appeler|telephoner|ecrire|rejoindre|rencontrer|voir",
        ["ways"] = "numero|numero_de_telephone|telephone|mail|email|e_mail|adresse_mail|adresse_email|courriel|contact|contacts|coordonnees",
        ["hello"] = "bonjour|bonsoir|salut",
    };

    private static readonly (ReceptionTopic Topic, Wording Wording)[] Rules = [.. new (ReceptionTopic, string)[]
    {
        (ReceptionTopic.Contact, "comment|moyen|moyens|facon|puis_je|peut_on|peux_t_on .. vous <reach>"),
        (ReceptionTopic.Contact, "vous <reach> comment"),
        (ReceptionTopic.Contact, "votre|vos <ways>"),
        (ReceptionTopic.Contact, "<reach>|<ways> .. <us>"),
        (ReceptionTopic.Contact, "<us> .. numero|telephone|mail|email|contact"),
        (ReceptionTopic.Where, "<where> ... <us>"),
        (ReceptionTopic.Where, "<us> .. <where>"),
        (ReceptionTopic.Where, "<hours> .. <us>"),
        (ReceptionTopic.Where, "<us> ... <hours>"),
        (ReceptionTopic.Where, "ou vous trouver|trouve|voir|rencontrer|situez"),
        (ReceptionTopic.Where, "ou etes vous"),
        (ReceptionTopic.Where, "ou ?est_ce_que vous etes"),
        (ReceptionTopic.Where, "vous etes|situez ou $"),
        (ReceptionTopic.Where, "votre|vos ?quelle adresse|adresses|bureau|bureaux|locaux|agence|agences|espaces|guichet|permanences|permanence"),
        (ReceptionTopic.Where, "espace|accueil|guichet|bureau le plus proche"),
        (ReceptionTopic.Where, "votre|vos horaire|horaires|heures_d_ouverture|jours_d_ouverture"),
        (ReceptionTopic.Where, "^ ?<hello> ?c_est ?quels|quelles ?sont ?les|vos horaires|horaire|heures_d_ouverture ?d_ouverture ?svp $"),
        (ReceptionTopic.Where, "etes vous ouvert|ouverts|ouverte|ferme|fermes"),
        (ReceptionTopic.Where, "vous etes ouvert|ouverts|ouverte|ferme|fermes"),
        (ReceptionTopic.Where, "vous ouvrez|fermez"),
        (ReceptionTopic.Where, "ouvrez|fermez vous"),
        (ReceptionTopic.What, "c_est_quoi|qu_est_ce_que|qu_est_ce_qu|quoi|a_quoi|definition|connais_pas|que_fait|que_font|fait_quoi .. <us>"),
        (ReceptionTopic.What, "<us> .. c_est_quoi|qu_est_ce_que|a_quoi|fait_quoi|sert_a|quoi"),
        (ReceptionTopic.What, "^ ?<hello> ?la|les|un|le|l <us> $"),
    }.Select(rule => (rule.Item1, new Wording(rule.Item1.ToString(), rule.Item2, Groups)))];

    private static readonly Wording Names = new("name", "?la|les|un|une|le|l <us>", Groups);

    /// <summary>Reads one message. Never throws, whatever was typed; null when nothing is asked about the service.</summary>
    public static ReceptionQuestion? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var line = PlainWords.Line(PlainWords.Of(text));
        foreach (var (topic, wording) in Rules)
            if (wording.In(line)) return new ReceptionQuestion(topic, (Names.In(line) ? Names : wording).Replace(line, "").Trim());
        return null;
    }
}
