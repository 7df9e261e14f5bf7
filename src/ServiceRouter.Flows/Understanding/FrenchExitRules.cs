namespace ServiceRouter.Flows.Understanding;

/// <summary>How people ask for a person in French. The signs of a pattern are explained on <see cref="Wording"/>; words are in plain form (<see cref="PlainWords"/>).</summary>
internal static class FrenchExitRules
{
    public static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["one"] = "un|une|1|des|de|d|du|a_un|a_une|a_des|a_1|a_de|avec_un|avec_une|avec_des|avec|au|a|a_l|a_la|avec_l|avec_la|avec_le|l|le|la|les|vos|votre|un_de_vos|une_de_vos|l_un_de_vos|l_une_de_vos|a_vos|avec_vos|a_votre|avec_votre|chez_vous|a_un_de_vos|a_l_un_de_vos|avec_un_de_vos|qu_a_un|qu_a_une|qu_avec_un|qu_avec_une|qu_a",
        ["a"] = "un|une|1|a_un|a_une|a_1|avec_un|avec_une|avec_1|d_un|d_une|de_l|l|un_de_vos|une_de_vos|l_un_de_vos|l_une_de_vos|a_un_de_vos|a_l_un_de_vos|avec_un_de_vos|vos|votre|a_votre|d_un_de_vos",
        ["real"] = "vrai|vraie|vrais|vraies|veritable|reel|reelle|autre|seul|seule|bon|bonne|etre|gentil|gentille|petit|petite|simple|quelconque",
        ["staff"] = "conseiller|conseillere|conseillers|conseilleres|agent|agente|agents|interlocuteur|interlocutrice|operateur|operatrice|operateurs|standardiste|standard|telephoniste|teleconseiller|teleconseillere|employe|employee|employes|collegue|collegues|responsable|fonctionnaire|correspondant|receptionniste|hotesse|accueil_physique|service_client|conseiller_humain|agent_humain|superieur|chef|salarie|mediateur|technicien|secretaire|directeur|directrice|membre|specialiste|expert|gestionnaire|instructeur|teleoperateur|charge_de_clientele",
        ["human"] = "humain|humaine|humains|etre_humain|etres_humains|personne_humaine|personne_reelle|personne_physique_et_reelle|vraie_personne|vrai_personne|vraies_personnes|personne_vivante|bonhomme|vrai_gens|vrais_gens|vraies_gens|vraie_gens|vrai_humain|vraie_humaine|etre_vivant|ame_qui_vive|chair_et_en_os|chair_et_d_os",
        ["someone"] = "quelqun|<staff>|<human>|personne|personnes|individu|homme|femme|dame|monsieur|gens|type|gars|mec|nana|vivant|vivante",
        ["want"] = "veux|voudrais|aimerais|souhaite|souhaiterais|desire|desirerais|prefere|prefererais|exige|demande|reclame|aurais_voulu|aurais_aime|aimerions|voulons|voudrions|souhaitons|cherche|attends|veut|souhaiter|demander|prefererai|prefer",
        ["need"] = "besoin|faut|faudrait|necessaire|manque|m_faut|envie",
        ["talk"] = "parler|parle|parlez|parlons|parlait|parlions|parlerait|reparler|discuter|discute|dialoguer|echanger|causer|cause|communiquer|converser|tchatter|tchater|tchat|chatter|entretenir|adresser|bavarder|conversation|discussion|echange|entretien|expliquer|m_expliquer",
        ["reach"] = "joindre|contacter|avoir|voir|rencontrer|appeler|telephoner|obtenir|trouver|ecrire|recevoir|solliciter|avoir_affaire|affaire|relation|contact|lien|rdv|message|mail|communication|ligne",
        ["asking"] = "<want>|<need>|peux|peut|puis|pouvez|pourrais|pourrait|pourriez|possible|svp|merci|aider|aide|renseigner|repondre|expliquer|parler|parle|discuter|appel*|rappel*|avoir|voir|passer|passez|moi|directement|contact*|joindre|urgent|vite|enfin|plutot|auriez|avez|trouver_moi|faites|mettez|aimerions|cherche|demande",
        ["machine"] = "robot|robots|machine|machines|ordinateur|ordinateurs|bot|bots|chatbot|chatbots|ia|automate|automates|repondeur|repondeurs|boite_vocale|logiciel|logiciels|serveur_vocal|chatgpt|programme|programmes|assistant_virtuel|reponse_automatique|reponses_automatiques|reponses_toutes_faites|algorithme|automatique",
    };

    /// <summary>Ways to say "a real person": read as "humain" before the look-alikes are covered up, so that "une vraie personne en face" is not taken for "personne en …".</summary>
    public static readonly string[] RealPerson =
    [
        "vrai|vraie|vrais|vraies|veritable|veritables|reel|reelle|reels|authentique ?petite personne|personnes|gens|individu|individus|interlocuteur|interlocutrice|quelqun|etre_humain",
        "une|1|la|cette|d_une|de_la personne derriere|en_face|en_chair|en_os|en_vrai|de_l_autre_cote|a_l_autre_bout|au_bout|de_chez_vous|de_votre|chez_vous|vivante|reelle|en_ligne|disponible|joignable|qui_repond|qui_parle|qui_ecoute !m|!nous|!qui|!a|!seule|!seul|!isolee",
        "avec|a une|1 personne physique", "personne|personnes|quelqun en chair ?et ?en ?os|d_os", "etre|etres vivant|vivants|humain|humains !decede",
    ];

    /// <summary>Explicit: the request is made.</summary>
    public static readonly (string Name, string Wording)[] Explicit =
    [
        ("wishes that someone", "voudrais|veux|aimerais|souhaite|prefererais|faudrait que quelqun .. m|nous expliqu*|aide|guide|renseigne|rappelle|appelle"),
        // "quelqu'un m'explique" is masked as a tale ("quelqu'un m'a expliqué"); behind a wish it is none.
        ("wishes to be told", "voudrais|veux|aimerais|souhaite|prefererais|faudrait que #"),
        ("put in touch", "mettre|mettez|mettiez|mets|mis|mise ?moi|nous|directement|vite ?directement|vite en relation|contact|lien|communication|rapport !acheteur|!notaire|!vendeur"),
        ("by someone", "<want>|<need>|peux|puis|peut|possible|faites|fait|faire|pouvez|pourrais|pourrait|moyen|sois|soit|etre .. contacte*|rappel*|recontact*|appele|appelee|appeler|joint|jointe|aide|aidee|aider|recu|recue|recevoir|accompagne*|conseille|renseigne|renseignee|guide|guidee|depanne|explique|expliquer ?rapidement|directement|vite|au_telephone par ?<one> ?<real> <someone>|collegue|superieur !de_ma|!de_mon|!pour|!m"),
        ("call me", "<want>|<need>|possible|peux|puis|pouvez|pourrais|aimerais|merci .. etre|m|me|nous ?faire rappel*|rapel*|rappelee|rappele|rapelee|recontacte*|recontactee|contacte|contactee|contacter|telephoner !de|!mon|!ma|!mes|!pour"),
        ("speak together", "peut|possible|pourrait|pourrions|pouvons|faut|faudrait|voudrais|veux|aimerais ?on ?de ?qu_on se|s|nous parler|reparler|discuter|telephoner ?directement|plutot ?au|de|par|en telephone|vive_voix|face|direct|vrai|$|."),
        ("speaks rather", "prefere|prefererais|veux|voudrais|souhaite|souhaiterais|aimerais|besoin|envie|mieux|plutot .. <talk>|expliquer|raconter|dire|exposer|explique ?tout|ca|cela|les_choses|mon_probleme|mon_cas|ma_situation|tout_ca ?ca|cela|directement ?plutot de_vive_voix|a_l_oral|oralement|de_voix|par_la_voix|a_voix_haute"),
        ("speaks rather", "prefere|prefererais|veux|voudrais|souhaite|aimerais_mieux|aimerais|besoin|envie .. que|qu quelqun|on m|me explique* ... de_vive_voix|a_l_oral|au_telephone|en_face"),
        ("someone there", "il_y_a|y_a|y_a_t|y_aurait|avez|ya ?t ?il ?vraiment|bien|au_moins ?un|une|des <human>|quelqun|vivant derriere|au_bout|a_l_autre|qui_me_lit|qui_lit|qui_me_repond|qui_repond"),
        ("one word", "^ ?bonjour|bonsoir|salut|stop|non|oui|svp|merci|0|# ?un|une|le|1|l|aide|contact|vrai|vraie|juste|mode|service|bouton|tape|taper ?vrai|vraie|autre <staff>|<human>|quelqun|0|zero ?svp|merci|vite|please|maintenant|france_services ?svp $"),
        ("one word", "^ personne|assistance|contact|aide|intervention|parler humain|humaine|reelle|vivante|conseiller|conseillere|agent|quelqun|operateur ?svp $"),
        ("talk to someone", "<talk> ?moi|directement|en_direct|maintenant|vite|plutot|juste|en_vrai|en_face|au_telephone|par_telephone|enfin|vite_fait|tout_de_suite|de_ca|de_mon_dossier|de_ma_situation|de_mon_probleme|ma_situation|ca|mon_cas|mon_probleme|mon_dossier|tout_ca|cela|en_francais|de_vive_voix ?<one> ?<real> <someone>"),
        ("want someone", "<want> .. <reach>|<talk> ?directement|physiquement|rapidement|vite|en_direct|au_telephone|par_telephone|en ?contact|relation|ligne|affaire ?<one> ?<real> <someone>"),
        ("want someone", "<want>|<need> ?juste|plutot|simplement|maintenant|vraiment|absolument|pouvoir|bien|que|qu|l_aide|tout_de_suite|encore ?que|qu|de ?<a>|de|d|a|l_aide_d_un|l_aide_de|voir|avoir ?<real> quelqun|<staff>|<human>"),
        ("want someone", "<want>|<need> ?juste|plutot|absolument ?d|de <a> ?<real> personne|dame|homme|femme|monsieur|voix_humaine|individu ?pour|qui|et|svp|au|en|reelle|humaine|vivante|competente|.|m"),
        ("want someone", "<want>|<need> ?d|de|juste <a> ?<real> personne|dame|homme|femme|voix_humaine|individu ?svp $"),
        ("can I have someone", "peux|puis|pouvez|pourrais|pourriez|pouvais|peux_on|possible|moyen|moyen_d|comment|pourrait|pouvons|arrive_pas_a|arrive_a|jamais|envie|reussi_a|reussis_pas_a|impossible_de|impossible_d|aimerais_bien .. <reach>|<talk> ?avec|directement|a|en_direct|en|au_telephone ?contact|relation ?<one> ?<real> quelqun|<staff>|<human>"),
        ("can I have someone", "peux|puis|pouvez|pourrais|possible|moyen|comment .. avoir|joindre|contacter|voir|trouver|passer|parler ?a <a> ?<real> personne|dame|homme|individu"),
        ("pass me someone", "passez|passe|passer|transferez|transferer|transfere|transfert|mettez|mettre|redirigez|rediriger|orientez|dirigez|connectez|basculer|basculez|branchez|envoyez|donnez|donne|trouvez|filez|file|refilez|appelez|faites ?moi|nous|donc|vite|ca ?plutot|donc|vite|svp|venir|en|le|ma_demande|mon_dossier ?relation|contact|ligne|telephone|vers|avec|a ?<one> ?<real> <someone>"),
        ("pass me someone", "passez|passe|transferez|transferer|transfere|mettez|mettre|redirigez|connectez|oriente*|faire_suivre|transmettre|transmettez ... quelqun|<human>|conseiller|conseillere|operateur|operatrice|interlocuteur|agent|standard"),
        ("is anyone there", "y|est_la|existe|avez|avoir|reste|trouve a|t|il|vous|ce|pas|on|t_il|encore ?t ?il ?pas|encore|plus|donc|bien|vraiment|moyen_d_avoir|la ?des|un|une|de|d|1|a ?<real> ?de quelqun|humain|humaine|humains|conseiller|conseillere|agent|operateur|interlocuteur|standardiste|etre_humain|vraie_personne|vraies_personnes|vrai_personne|vrais_gens|vrai_gens|personne_humaine"),
        ("is anyone there", "y|il|est ?a|n_y|ce_qu_il ?a|y_a ?donc|pas|t_il|jamais|vraiment ?donc|pas|jamais personne ?pour|qui|. ?m|me|repond*|aider|decroche*|$|. ?aider|repondre|repond*"),
        ("is anyone there", "quelqun ?est|de|a_l_autre|derriere|repond* ?la|disponible|present|derriere|l_ecran|bout|vivant|vrai|humain $|.|svp|ici|derriere"),
        ("is anyone there", "quelqun la|disponible|derriere|ici|au_bout|a_l_appareil|en_ligne|pour_m|pour_me|pour_nous|peut|peux|pourrait|qui_peux|qui_pourrait|qui_puisse|qui_comprend|qui_comprenne|qui_sait|qui_s_y_connait|qui_m|qui_va_m|qui_reflechi*|qui_ecoute|qui_repond*|de_competent|de_vrai|de_vivant|d_humain|de_chez_vous|de_votre|de_reel|en_chair|au_telephone|au_bout_du_fil|en_face|svp|en_vrai|de_concret|de_normal"),
        ("is anyone there", "allo .. quelqun|<human>"),
        ("help from someone", "aide|aider|assistance|reponse|avis|accompagnement|accompagner|contact|intervention|assiste*|lien|presence|ecoute|relation|accompagne|interaction|aidez|soutien ?moi ?de|d|par|avec|un|une|plus|reel|reelle ?un|une|vrai|vraie humain|humaine|humains|quelqun|conseiller|conseillere|agent|vraie_personne|vrai_conseiller"),
        ("real person", "vrai|vraie|vrais|vraies|veritable|veritables|reel|reelle ?etre|petite|bonne mec|gars|nana|personne|personnes|humain|humaine|humains|conseiller|conseillere|conseillers|gens|etre|agent|agents|interlocuteur|interlocutrice|voix|quelqun|homme|femme|dame|monsieur|operateur|type|bonhomme|standardiste|employe|contact|reponse_humaine|interlocuteurs|service_client"),
        ("real person", "<human>|personne|quelqun|conseiller|interlocuteur|agent|homme|gens|contact reel|reelle|reels|vivant|vivante|en_chair|humain|humaine|en_os|en_vrai|pas_une_machine|pas_un_robot|et_pas_un|et_non|plutot_qu|au_lieu"),
        ("human, not machine", "humain|humaine|humains pas|non|plutot|au_lieu|svp|plait|maintenant|vite|please|derriere|en_face|au_telephone|et_pas|et_non"),
        ("wants a human", "<want>|<need>|prefere|plutot|stop|svp ?avoir|parler|a|avec|bien|affaire|traiter|que|d|de|du|contact|aide|l ?un|une|l|a|avec|contact|aide|du|de ?contact humain|humaine|humains"),
        ("no robot", "pas|non|stop|marre|assez|ras_le_bol|sans|degage|degagez|arretez|arrete|fuck|refuse|deteste|hais|plein_le_dos|basta|nul|nuls|nulle|virez|ni|contre|horreur|supporte_plus|supporte_pas|aime_pas|fatigue|fatiguee|saoule|soule|gave|enerve|peur ?de|des|du|d|la|le|les|un|aux|a|parler|parler_a|parler_avec|a_un|avec|vos|votre|cette|ce|avec_un|avec_une|avec_des|parler_a_un|parler_a_une|parler_avec_un|parler_avec_une|discuter_avec_un|discuter_avec_une|qu_un|qu_une|que_des|m|me|qu ?une|un|des|vos|votre|le|la|les ?espece_de|maudit|fichu|foutu|sale|putain_de <machine>"),
        ("no robot", "<machine> ?de_merde|la|pourri|. .. je|j|passez|donnez|mettez|appelez .. veux|voudrais|prefere|quelqun|humain|personne|conseiller|besoin .. parler|quelqun|humain|personne|conseiller|vrai|telephone"),
        ("no robot", "plus|jamais ?du_tout <talk> ?plus a|au|aux|avec ?un|une|votre|vos|ce|cette|des|le|la <machine> !ou"),
        ("no robot", "refuse|veux|veut|deteste|horreur|supporte|envie|aime .. <talk> ?a|avec|qu_a ?un|une|cette|votre|vos|ce|des <machine> !ou"),
        ("can I have someone", "peut on ?vous .. joindre|avoir|parler|contacter|voir|rencontrer|appeler ?a|avec ?<a> ?<real> quelqun|<staff>|<human>"),
        ("can I have someone", "numero|quoi|bouton|touche|ou|comment .. avoir|joindre|parler|tomber_sur|discuter|atteindre ?<one> ?<real> quelqun|humain|conseiller|conseillere|agent|operateur|vraie_personne"),
        ("want someone", "<want>|faut|besoin ... que quelqun|<human>|conseiller|conseillere|agent !de_ma !d_autre"),
        ("want someone", "<want> ?pouvoir|juste|seulement|vous parler|discuter|causer ?directement|svp|avec_vous|a_vous|maintenant $|."),
        ("want someone", "patiente|attends|attend|attendons|attente|veux|voudrais|souhaite|demande|reclame ?toujours|encore|depuis_tout_a_l_heure ?pour|de|qu|d|apres ?avoir|parler_a|voir ?un|une|le|la|mon ?autre conseiller|conseillere|humain|agent|quelqun !de_ma|de_la"),
        ("help from someone", "un|une|1|des|vos conseiller|conseillere|conseillers|agent|humain|collegue peut|peux|peuvent|pourrait|pourraient ?t ?il|elle|ils prendre|reprendre|regarder|appeler|voir|m|me|nous|s_occuper|intervenir|traiter|venir|lire"),
        ("conseiller or nothing", "conseiller|humain|quelqun|agent|personne ou rien|je|sinon|raccroche*"),
        ("pass me someone", "passez|passe|passer|donnez|mettez|appelez|redonnez moi|nous ?donc|avec|en_ligne ?le|la|l|un|une|au|a|votre|vos ?un|une accueil|service|standard|bureau|secretariat|collegue|responsable|specialiste|operatrice"),
        ("pass me someone", "basculer|basculez|bascule|passer|passez|transferer|transferez|renvoyer|renvoyez|rediriger|orienter|connecter ?moi ?sur|vers|chez|a ?un|une|vos|votre <staff>|quelqun|humain"),
        ("is anyone there", "y|avez|avoir|reste ?a ?vous|t_il ?pas|plus|donc ?un|une|des|de <staff>|homme|femme|dame|monsieur|personne_competente ... <talk>|aider|m_aider|repondre|disponible|chair|en_vrai|vivant|telephone|fil|avec_qui|a_qui"),
        ("is anyone there", "dame|monsieur|homme|femme|quelqun|conseiller|conseillere|gens|gars|agent avec|a qui ?je|on ?puisse|peux|peut|puis|pourrais <talk>|demander|m_adresser|telephoner"),
        ("an employee, please", "l|le|un|au|vrai accueil|standard|guichet|guichetier|guichetiere ?un|svp|pas vrai|vraie|svp|reel|humain"),
        ("help from someone", "personne|dame|monsieur|homme|femme|quelqun|gens|agent|conseiller|conseillere ... m|me|nous|moi renseigner|aider|repondre|expliquer|accompagner|ecouter|recevoir|montrer|guider|parler|rappeler|repondent|reponde|aide|renseigne|orienter|depanner"),
        ("help from someone", "accompagn*|aide|aidee|aider|epaule|guide|assiste|epauler|guider|renseigner|renseigne ?directement|vraiment par|avec un|une|quelqun|des ?vrai|vraie ?personne|conseiller|conseillere|humain|agent|dame|monsieur|quelqun|gens !de_ma"),
        ("call me", "rappelez|rappeler|rappelle|telephonez|recontactez ?svp|vite|quand_vous_voulez|merci $|."),
        ("call me", "mon_numero|06*|07* ... rappel*|appelez|appeler_moi|telephonez|joignable|m_appeler|me_joindre"),
        ("one of yours", "<talk>|contact|relation|joindre|avoir|voir .. personne competente|responsable|qualifiee|en_charge|chargee|qui_s_occupe"),
        ("is this a machine", "parler|parle a qui|quoi ?la|je ?un|une|des <machine>|robot"),
        ("call me", "joignable|disponible ... mon_numero|06*|07*|05*|telephone"),
        ("can I have someone", "<a>|de_l|du|de humain|humaine|conseiller|conseillere|vrai_conseiller|agent ?au_telephone|en_ligne c|est est|ce ?ce possible|faisable|permis"),
        ("one of yours", "fonctionnaire|employe|employee|responsable|agent|conseiller|chef|directeur|directrice|superieur ?svp|maintenant|immediatement|tout_de_suite|vite|ici $|. <want>"),
        ("with me", "quelqun ... avec_moi|pour_moi|a_cote_de_moi|chez_moi_pour|me_montrer|m_expliquer|me_guider|me_lire"),
        ("help from someone", "<human>|personne|quelqun ... pour m|me|nous aider|expliquer|guider|repondre|lire|conseiller|accompagner"),
        ("one word", "^ ?l|le accueil|standard|hotline ?svp $"),
        ("real person", "etre|ame vivant|vivante"),
        ("is anyone there", "conseiller|conseillere|agent|quelqun|operateur ?est|sont ?il|elle la|disponible|dispo|libre|present|joignable"),
        ("help from someone", "quelqun|conseiller|conseillere|agent|humain ?puisse|pourrait|peut ?de|pour ?me|m|nous aide|aider|explique|expliquer|ecoute|guide|guider|rappelle|accompagne|reponde|repond|depanne"),
        ("face to face", "# face de|a moi"),
        ("face to face", "<want>|<need> ... en_face_de_moi|en_face|face_a_face !de_la|du|de_chez"),
        ("one of yours", "gars|mec|type|dame|monsieur|gens|expert|specialiste ?de chez vous|votre"),
        ("call me", "rappelez|rappeler|rappelle|appelez|telephonez|recontactez|contactez|telephone ?donc moi|nous !que|!si_j"),
        ("call me", "me|m|nous ?faire rappeler|rappel|rappelez|rappelle|telephoner|recontacter|rapeler"),
        ("call me", "peut|peux|pouvez|pourrait|pourriez|pourrais|possible|voudrais|souhaite|aimerais|veux|attends|besoin|puisse|qu_on|que_l_on .. me|m|nous appeler|appel|appelle|appeliez|rappelle|rappeliez|telephone|telephoniez|contacter|contacte|rappel*|recontacte*|joindre"),
        ("call me", "etre|sois|soit|demande|demander|veux|voudrais|attends|souhaite ?un|une|a_etre|etre rappel*|rappeler|rappelle|recontacte|recontacter|rappel_telephonique|contacte|contacter ?par|svp|rapidement|vite|. ?quelqun|telephone|vous|un|une|svp|.|$"),
        ("call me", "^ ?svp|bonjour rappel|rappelez|rappeler ?svp|telephonique $"),
        ("call me", "j_attends|attends|veux|voudrais|demande votre|un|vos appel|rappel|coup_de_fil|coup_de_telephone"),
        ("call me", "passez|donnez|passe|filez moi un coup ?de fil|telephone"),
        ("reach you", "comment|peux|puis|possible|numero|ou|pouvoir|moyen|arrive_pas|voudrais|veux|aimerais|souhaite|prefere ?vous|de|est_ce_que|que|je|pour|qu_on|on|a|d ?peux|puis|on|je|vous|pouvoir|de|a|pour vous joindre|appeler|telephoner|parler|avoir ?par|au|directement|de_vive_voix|en_vrai|#|$|.|ou|svp"),
        ("reach you", "voir|rencontrer|parler|reponde|repond|recevoir|recu ?avec|par <a> !autre_vehicule ?<real> quelqun|conseiller|conseillere|agent|humain"),
        ("one of yours", "quelqun|conseiller|conseillere|agent|personne|responsable|collegue|interlocuteur|employe de ?chez vous|votre|vos"),
        ("one of yours", "un|une|quelqun|parler|voir|avoir|appeler|appelez|passez ?a|l|moi|un|une ?de vos|votre conseiller|conseillers|collegues|collegue|agents|agent|equipe|equipes|responsable|superieur|chef|patron|employes|direction|service"),
        ("appointment with someone", "rdv|entretien|entrevue|rencontre|telephonique ?telephonique|physique|direct ?rapidement avec ?un|une|vos|votre|un_de_vos ?vrai|vraie <someone>"),
        ("face to face", "en_face_de_moi|face_a_face|tete_a_tete|yeux_dans_les_yeux ?avec|. ?quelqun"),
        ("human help", "service|assistance|accueil|interlocuteur|contact|conseiller|agent|reponse|accompagnement|aide|soutien|support|voix|operateur|cote|etre|rapport|echange humain|humaine"),
        ("wants the phone", "<want>|<need>|prefere|peux|puis|possible ?bien|juste ?avoir|qqn|parler|vous|de_vous|qu_on ?avoir|parler|vous|avoir|s|se|qqn ?quelqun|parler|vous parler|avoir|quelqun ?au|par telephone|fil"),
        ("someone on the phone", "quelqun|conseiller|conseillere|humain|personne|agent|interlocuteur|gens|voix au|en|par telephone|bout|fil|ligne|direct|appareil"),
        ("human now", "laissez|laisse|arretez|arrete|stop .. <talk>|voir|avoir .. quelqun|humain|conseiller|personne"),
        ("someone instead", "plutot|sinon|alors|non|donc|juste|uniquement|que|seulement|mieux|au_lieu ?avec|a|pas|un|une ?un|une ?vrai|vraie quelqun|humain|humaine|conseiller_humain|conseiller_svp|vraie_personne ?svp $"),
    ];

    /// <summary>A person is named and something is asked: enough where the sentence is about no procedure, for the wordings that nobody foresaw.</summary>
    public static readonly (string Name, string Wording)[] Named =
    [
        ("names a person", "<asking> ... ... humain|humaine|humains|conseiller|conseillere|conseillers|quelqun|interlocuteur|interlocutrice|operateur|operatrice|vraie_personne|standardiste|agent|collegue"),
        ("names a person", "^ .. .. quelqun|interlocuteur|operateur|operatrice .. $"),
        ("names a person", "humain|humaine|humains|conseiller|conseillere|conseillers|quelqun|interlocuteur|interlocutrice|operateur|operatrice|vraie_personne|standardiste|agent|collegue ... ... <asking>"),
    ];
}
