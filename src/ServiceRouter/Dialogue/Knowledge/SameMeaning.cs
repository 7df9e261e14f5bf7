namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Words of citizens, and the words that the fiches use for the same thing.</summary>
internal sealed class SameMeaning
{
    private static readonly (string Said, string Written)[] Pairs =
    [
        ("cni", "carte identité"), ("voiture auto bagnole moto scooter", "véhicule"), ("chômage assedic", "chômage allocation emploi"), ("pôle", "France"), ("pole emploi", "travail"),
        ("sécu cpam", "assurance maladie cpam"), ("mort morte décédé décédée meurt", "décès premières"), ("héritage hériter", "succession"), ("déménagé déménager déménagement", "adresse"),
        ("veuve veuf", "réversion décès"), ("boulot job", "emploi travail"), ("bébé naissance", "enfant bébé"), ("fils fille", "enfant proche"), ("vol", "volé"), ("perte", "perdu"), ("sous fric", "argent"), ("rendre", "rembourser"), ("argent", "trop-perçu somme"),
        ("papiers", "documents"), ("patron", "employeur"), ("paumé égaré", "perdu"), ("piqué dérobé", "volé"), ("mutuelle", "complémentaire"),
        ("apl als", "logement RSA demande"), ("immatriculation", "grise"), ("agriculteur paysan exploitant", "agricole agriculteurs"), ("ordinateur", "internet"), ("mail email courriel", "e-mail mail"),
        ("vacances", "voyage"), ("recours", "contester"), ("imposition", "impôt"), ("trimestrielle trimestriel", "trois mois"), ("fonctionnaire fonction", "agents publics"),
        ("actualiser actualisé", "actualisation"), ("récupérer refaire", "copie renouveler demander"), ("pièces", "documents justificatif"),
        ("paiement", "payer"), ("acheté acheter achète", "achat"), ("vendu vendre vends vente", "vente vendez"), ("sépare séparé séparée séparer divorce", "séparation"),
        ("conjoint conjointe mari femme", "couple conjoint"), ("signaler", "prévenir"), ("convertir", "échanger"), ("marocain algérien tunisien sénégalais", "étranger"), ("hospitalière hospitalier", "hôpital hôpitaux"),
        ("étaler étalement échelonner échelonnement mensualités", "plusieurs fois délai"), ("périmé périmée expiré", "valable"), ("prochaine prochain", "bientôt"), ("erreur trompé", "erreur corriger"), ("oublié", "oublié oubli"), ("téléphone numéro", "téléphone numéros"),
    ];

    private readonly Dictionary<string, HashSet<string>> byStem = new(StringComparer.Ordinal);

    public SameMeaning(FrenchAnalysis french)
    {
        foreach (var (said, written) in Pairs)
            foreach (var stem in french.Stems(said))
            {
                if (!byStem.TryGetValue(stem, out var others))
                    byStem[stem] = others = new(StringComparer.Ordinal);
                others.UnionWith(french.Stems(written));
            }
    }

    /// <summary>The stem itself first, then what else may stand for it.</summary>
    public IReadOnlyList<string> Of(string stem) => byStem.TryGetValue(stem, out var others) ? [stem, .. others.Where(other => other != stem)] : [stem];
}
