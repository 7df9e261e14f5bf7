namespace ServiceRouter.Flows.Understanding;

/// <summary>How danger and distress are said in French. The signs of a pattern are explained on <see cref="Wording"/>; words are in plain form (<see cref="PlainWords"/>).</summary>
internal static class DistressRules
{
    public static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["wish"] = "envie|veux|veut|voudrais|vais|va|pense|penses|songe|menace|menacent|voulais|voulait|idee|idees|compte|prefere|prefererais|essaye|essaie|essayer|tente|tenter|parle|parlait|pret|prete|decide|pensais|failli|allait|allais|aimerais|besoin|reve|comment|dit|pensees",
        ["my_wish"] = "envie|envies|veux|voudrais|vais|pense|songe|voulais|idee|idees|compte|prefere|essaye|essaie|essayer|tente|tenter|parle|pret|prete|decide|pensais|failli|allais|aimerais|besoin|reve|comment|pensees|elle_veut|il_veut",
        ["kill_oneself"] = "suicid*|tuer|tue|buter|flinguer|pendre|foutre_en_l_air|supprimer|noyer|immoler|defenestrer|ouvrir_les_veines|tirer_une_balle|jeter_sous|jeter_du|jeter_par|jeter_dans|jeter_d_un|faire_du_mal|faire_sauter_la_cervelle",
        ["person"] = "mari|conjoint|conjointe|copain|copine|compagnon|compagne|ex|pere|mere|papa|maman|fils|fille|femme|epouse|epoux|frere|soeur|concubin|homme|mec|keum|parents|gendre|voisin|voisine|voisins|oncle|tonton|tante|cousin|cousine|colocataire|coloc|ami|amie|papi|papy|mamie|mamy|enfant|bebe|petit|petite|gamin|gamine|gosse|collegue|patron|proprietaire|proprio|daron|daronne|type|gars|monsieur|dame|quelqun|ouvrier|cheri|beau|belle|neveu|niece|garcon",
        ["child"] = "enfant|enfants|bebe|petit|petite|petits|petites|gamin|gamine|gamins|gamines|gosse|gosses|mineur|mineure|nourrisson|niece|neveu|fillette|garcon|ado|adolescent|adolescente|fille|filles|fils|minot|minots|eleve",
        ["grown_up"] = "mari|conjoint|conjointe|copain|copine|compagnon|compagne|ex|pere|mere|papa|maman|frere|concubin|mec|parents|beau_pere|belle_mere|oncle|tonton|tante|cousin|grand_pere|prof|professeur|entraineur|coach|educateur|voisin|voisine|voisins|nounou|nourrice|daron|daronne",
        ["hits"] = "frap*|tape|tapes|tapent|taper|tapait|tapais|tapee|tappe|cogn*|bat|bats|battent|battre|battait|battu|battue|battus|battues|etrangl*|viol|viole|violer|violee|violent|violait|agress*|gifl*|tabass*|maltrait*|sequestr*|enferm*|poignard*|tortur*|brutalis*|tripot*|terroris*|violent*|secou*|bouscul*|lynch*|massacr*|defonc*|roue_de_coups|casse_la_gueule|crache_dessus",
        ["office"] = "caf|msa|cpam|carsat|impots|fisc|urssaf|banque|emploi|travail|huissier|huissiers|administration|prefecture|fournisseur|edf|engie|assurance|assureur|tresor|tresorerie|ants|site|mairie|ameli|demarcheur|demarcheurs|relances|pub|publicites|creancier|creanciers",
        ["farm"] = "exploitation|ferme|elevage|eleveur|eleveuse|agriculteur|agricultrice|vaches|vache|troupeau|paysan|paysanne|betes|recolte|recoltes|exploitant|exploitante|vigneron|vigneronne|vignes|maraicher|maraichere|brebis|chevres|champs|moisson|agricole|cheptel|bovins|gaec|traite|porcs|moutons|cerealier|laitier|berger|bergere",
        ["indoors"] = "maison|appartement|appart|immeuble|cuisine|grange|chambre|toit|cave|garage|hangar|voiture|batiment|etage|salon|chez|ferme|balcon|escalier|escaliers|cage|rideaux|poubelles|foret|voisin|voisine",
        ["attack"] = "avc|infarctus|malaise|crise_cardiaque|attaque_cardiaque|attaque_cerebrale|arret_cardiaque|crise_d_epilepsie|epilepsie|overdose|hemorragie|oedeme|embolie|crise_d_asthme|choc_allergique|reaction_allergique|convulsions|coma_ethylique|crise_de_tetanie",
        ["pills"] = "cachet|cachets|medicament|medicaments|medocs|medoc|comprime|comprimes|somnifere|somniferes|pilules|xanax|doliprane|dolipranes|antidepresseurs|lexomil|anxiolytiques|neuroleptiques",
    };

    /// <summary>What sounds like distress and is none: figures of speech, offices that "threaten", events told for their paperwork.</summary>
    public static readonly string[] LookAlikes =
    [
        "mort|morte|morts|crev*|meurs|meurt|mourir|mourrai ?de|d rire|faim|soif|fatigue|honte|trouille|ennui|chaud|curiosite|impatience|jalousie|rigoler",
        "ca|cela|papiers|paperasse|paperasses|demarches|administration|formulaires|site|impots|caf|attente|procedure|procedures|courriers|vous ?va|vont|allez ?me|nous tue|tuer|tuez|tuent|tuera|tueront|acheve|acheveront|massacre",
        "menac* ?moi|nous ?d|de expulsion|expulser|saisie|huissier|coupure|radiation|proces|plainte",
        "tuer|tue le temps", "c|ca est|etait|reste ?un_peu|trop|super|assez violent|hard|chaud $|.",
        "perdu|perdre ?la connaissance|conscience de|d|du|des|que", "corde a|vocale|vocales linge|sauter|vocale|$", "tentative|tentatives ?de connexion|paiement|vol|fraude|arnaque|phishing|conciliation|contact|remboursement|livraison", "frapp*|tape a|aux ?toutes|ma|sa ?la|les|des porte|portes", "bombe anti|aerosol|de_peinture|lacrymogene",
        "malaise|agression|chute|accident|blessure ?au|sur|en|de ?travail|mon|lieu|trajet|la|cours ?de ?travail le|la|l|en|il ?y ?a ?mois|an|semaine|annee|2|deux|trois|3 dernier|dernier|derniere|passe|an|mois|ans|20*|semaines",
        "s est|etait|soit suicide|suicidee|pendu|pendue|tue|tuee ... papier*|succession|demarche*|declar*|quels|quelles|quoi|pension|deces|il_y_a|an|capital|heritage", "suicide|deces de|d mon|ma|son|un|notre", "assurance|deces|clause|apres|contrat ?le|vie .. suicide", "suicide fiscal|assiste",
        "en finir avec|au|rapidement|une_fois_pour_toutes_avec !la_vie|ma_vie|cette_vie|l_existence|tout|tous|moi|lui|elle", "d en finir vite|rapidement",
        "mettre|mis|met|mettez fin a|au|aux !mes_jours|ma_vie|ses_jours|sa_vie|mes_souffrances|ses_souffrances|tout|tous|mes_jour|la_vie",
        "<office> .. me|m|nous|te ?a|ont harcel*|tape|tapent|menac*|tue|tuer|tuent|frapp*|fait_peur|etrangl*|attaqu*|agress*|massacr*|fait_mal|secou*",
        "menac* de|d ?me|m|nous ?faire couper|coupure|radier|radiation|suspendre|suspension|licencier|licenciement|saisir|saisie|supprimer|poursuite*|proces|majorer|penalite*|retirer|virer",
        "me|m|nous|te tape|tapent|tapes|taper sur_les|sur_le|toutes|tous|tout_le|toute_la|les|la|le|encore|deux|trois|des", "je|on me|m|se ?suis tape|tapes|bats|tape|battu|cogne", "me bats|battre pour|contre|avec|depuis", "ca me|m|nous ?a frapp*|tape|secoue|bouscule", "frapp* d|de|par un|une|la|cette|l|le ?avis|penalite*|saisie*|amende*|majoration*|taxe*|decision*|interdiction*|maladie|handicap|impot*|crise|cecite",
        "coup|coups ?de|d fil|telephone|tel|main|pouce|soleil|coeur|dur|durs|barre|frein|pied_de_pouce|vieux|chapeau|theatre",
        "tombe|tombee|tombes|tomber sur|malade|en_panne|enceinte|amoureux|amoureuse|d_accord|dessus|bien|mal|un|le|dans_les_oubliettes",
        "feu|feue mon|ma|mes|monsieur|madame|rouge|vert|orange|tricolore", "pris|prend feu l|il_y_a|en|hier|le|au_mois", "a|ont|avait|avaient|ete brul* ... an|dernier|derniere|passe|mois|ans|annee|comment|papiers|ou", "brul* mes|mon|des|le papiers|recepisse|passeport|feu_rouge|priorite", "incendie .. l_an|an_dernier|il_y_a_un_an|il_y_a_deux|il_y_a_2|annee|passe|passee|declar*|assurance|mois_dernier|sinistre", "assurance|declar*|apres|suite ?un|a_un|a_une|une|l|d|de incendie|inondation|cambriolage|degat",
        "feu|feue mon|ma|mes|monsieur|madame|rouge|vert|orange|tricolore", "pris|prend feu l|il_y_a|en|hier|le|au_mois", "a|ont|avait|avaient|ete brul* ... an|dernier|derniere|passe|mois|ans|annee|comment|papiers|ou", "brul* mes|mon|des|le papiers|recepisse|passeport|feu_rouge|priorite", "incendie .. an|dernier|passe|assurance|declar*|il_y_a", "incendie de voiture|foret|vehicule", "assurance|declar*|apres|suite ?un|a_un|a_une|une|l|d|de incendie|inondation|cambriolage|degat",
        "apres|suite|arret|depuis|cause|pour|conge|remboursement ?a|de|maladie ?pour|apres|d ?un|une|mon|son|l|le <attack>|burn|depression|agression|viol|accident|chute|malaise",
        "fait|faisait|eu|ai|avait|a ?eu ?un|une ?gros|grave <attack>|depression|burn_out ?il ?en|y|l|au|a|le|depuis|la ?a|an|il ?un|deux|2|3|trois|4|5|dix|10|an|annee|mois|20*|dernier ans|an|mois|semaines|dernier|derniere|passe|passee|annees|droit|et_touche|20*",
        "agression|violence|violences|viol|accident|harcelement|maltraitance ?conjugales|conjugale|sexuelles|du|de_la|faites ... indemnis*|credit|don|association|definition|loi|declarer|declaration|an|dernier|derniere|statistiques|formation|stage",
        "permis|declarer|declaration|renouveler|detention|port|acheter|vendre|vente|chasse|licence ... fusil|fusils|arme|armes|carabine", "arme|armes|fusil ?de ?a herite*|chasse|collection|service|heritee|validation|feu_declaration",
        "patron|patronne|chef|employeur|entreprise|boulot|boite|taf|usine|magasin|lycee|ecole|college|restaurant ... porte|dehors|rue|harcel*", "mis|mise|mettre|vire|viree|foutu|foutue ?a ?la|dehors ?porte|de|du ?mon|ma|l travail|boulot|boite|entreprise|taf|usine",
        "voiture|camion|vehicule|caravane|moto|velo|chat|chien ... dort|dormir|dors|couche|reste dehors|rue|garage", "numero|adresse|habite|habitons ?a ?la rue",
        "urgent|urgence|urgemment .. passeport|carte|permis|titre|voyage|dossier|rdv", "passeport|carte|identite|permis|titre en|d urgence", "definition|combien|liste|recrute|emploi|poste|travaille|benevole ... hebergement d urgence",
        "secours|help ... trop|complique*|comprend*|papier*|formulaire*|perdu_mon|perdu_ma|dossier|site|code|connect*",
        "etouff*|noye|noyee|coule|ecrase|ecrasee|croule|effondre|crule ?sous|par|dans|de les|la|des|mes|nos|le dettes|paperasse|papiers|impots|charges|credits|cotisations|demarches|formulaires|factures|travail !je_pleure|et_je",
        "bout|bouts du rouleau|nerf|nerfs|nerves ?avec|a_cause|par|de ?de vos|votre|ces|ce|cette|la_caf|les_impots|leurs|leur|papiers|site", "au|jusqu_au|a bout de|d|du|portant !rouleau|bout|rouleaux|force|forces|nerfs",
        "plus la force|le_courage|envie|l_energie de|d remplir|refaire|chercher|lire|continuer_ce|continuer_cette|attendre|recommencer|faire_ce|faire_cette",
        "prise de sang", "don|dons de|du sang", "sens|sans plomb|contact",
    ];
}
