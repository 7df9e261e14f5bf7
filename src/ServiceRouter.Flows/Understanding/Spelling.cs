namespace ServiceRouter.Flows.Understanding;

/// <summary>Brings a misspelt word back to a word that the rules know: same sound, or one letter away (two in a long word).</summary>
internal sealed class Spelling
{
    // Right words that stand one letter or one sound away from a word of the rules and mean something else.
    private static readonly HashSet<string> OwnRight = new(StringComparer.Ordinal)
    {
        "agree", "agreee", "agreer", "agrees", "attendant", "attendent", "langue", "langues", "maire", "maires", "mairie", "mairies", "fiche", "fiches", "personnel", "personnels", "personnelle", "personnes", "demain", "conseil", "conseils", "conseille", "conseillee", "appel", "appels", "rappel", "urgent", "argent", "agence", "agents",
        "enfant", "enfants", "parle", "partir", "parti", "partie", "porter", "passer", "passe", "place", "plein", "mourir", "nourrir", "courir", "frappe", "frapper", "nappe", "battre", "mettre", "lettre",
        "tuteur", "tutelle", "tuer", "tout", "rue", "vue", "lue", "mort", "fort", "port", "dort", "sort", "bord", "mere", "pere", "frere", "terre", "verre", "vente", "rente", "tente", "rentre", "entre", "centre", "ventre",
        "humide", "mains", "moins", "machin", "marche", "marcher", "matin", "maison", "raison", "saison", "prison", "poison", "poisson", "boisson", "site", "suite", "vite", "quitte", "compte", "comptes", "conte", "honte", "monte", "montre",
        "reponse", "reponses", "repond", "repondre", "repose", "depose", "demande", "demander", "demandes", "commande", "dormi", "dors", "permis", "remis", "remise", "demis", "fermes", "ferme", "terme", "forme", "firme",
        "faire", "foire", "payer", "payes", "paye", "paie", "plaie", "paix", "papier", "papiers", "panier", "parents", "parent", "pension", "mention", "tension", "attention", "caution", "location", "vocation", "natation",
        "service", "services", "sevice", "sevices", "radie", "radio", "malade", "salade", "maladie", "malaise", "salaire", "suivi", "suivre", "vivre", "livre", "libre", "ivre", "cuivre", "retraite", "traite", "maltraite",
        "voile", "voilee", "voiles", "voilees", "voiler", "violet", "violent", "violente", "volant", "vole", "voler", "volee", "violee", "viole", "voiture", "toiture", "nature", "facture", "fracture", "rature", "culture", "couture", "ceinture", "peinture",
        "tape", "tapes", "tapis", "etape", "coupe", "couper", "couple", "souple", "soupe", "coups", "coup", "cours", "court", "couru", "jour", "jours", "toujours", "tour", "four", "pour", "amour", "humour", "retour",
        "bruler", "brule", "rouler", "couler", "boulot", "robinet", "rabot", "roboto", "menage", "menages", "menace", "menaces", "manger", "mange", "danger", "ranger", "changer", "change", "charge", "marge", "large", "orange", "etrange", "etrangle", "etranger", "etrangere", "etrangers",
        "saigne", "signe", "signer", "soigne", "soigner", "gagne", "gagner", "peigne", "peine", "pleine", "haine", "laine", "veine", "gaine", "graine", "semaine", "humaine", "domaine", "centaine", "fontaine",
        "expulse", "impulse", "compulse", "hopital", "capital", "frontal", "mental", "total", "local", "loyal", "royal", "moral", "morale", "orale", "rural", "rurale", "legal", "legale", "egal", "egale",
        "vraiment", "paiement", "paiements", "logement", "jugement", "changement", "moment", "comment", "comme", "commun", "commune", "chacun", "aucun", "aucune", "quelque", "quelques", "laquelle", "lequel", "lesquels",
        "avocat", "avocats", "notaire", "notaires", "banquier", "contact", "conteste", "contester", "contestation", "contrat", "contrats", "contacte", "contacter", "constat", "combat", "achat", "chat", "chats", "plat", "etat", "mandat", "candidat", "soldat",
    };

    private readonly HashSet<string> known;
    private readonly Dictionary<string, string> bySound = new(StringComparer.Ordinal);
    private readonly string[][] byLength;

    public Spelling(IEnumerable<string> words)
    {
        known = [.. words.Where(w => w.Length > 0)];
        foreach (var word in known.Where(w => w.Length >= 5 && Latin(w)).Order(StringComparer.Ordinal))
            bySound.TryAdd(Sound.Of(word), word);
        byLength = [.. Enumerable.Range(0, 32).Select(n => known.Where(w => w.Length == n && n >= 6 && Latin(w)).Order(StringComparer.Ordinal).ToArray())];
    }

    public List<string> Correct(List<string> words)
    {
        var corrected = new List<string>(words.Count);
        foreach (var word in words)
            corrected.Add(Correct(word));
        return corrected;
    }

    private string Correct(string word)
    {
        if (word.Length < 4 || word.Length > 30 || known.Contains(word) || OwnRight.Contains(word) || !Latin(word)) return word;
        if (bySound.TryGetValue(Sound.Of(word), out var same) && Math.Abs(same.Length - word.Length) <= (word.Length == 4 ? 1 : 3)) return same;
        if (word.Length == 4) return word;
        var allowed = word.Length >= 9 ? 2 : 1;
        for (var distance = 1; distance <= allowed; distance++)
            for (var length = Math.Max(6, word.Length - distance); length <= word.Length + distance && length < byLength.Length; length++)
                foreach (var candidate in byLength[length])
                    if (candidate[0] == word[0] && Distance.Within(word, candidate, distance)) return candidate;
        return word;
    }

    private static bool Latin(string word)
    {
        foreach (var c in word)
            if (c is < 'a' or > 'z') return false;
        return true;
    }
}
