namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// A statement about the speaker or about the assistant that asks for no information ("tout ça me dépasse", "vous tournez autour du pot").
/// Where nothing else is recognised in it, the offer of a person is a better answer than "je n'ai pas compris".
/// </summary>
internal static class PersonalStatement
{
    private static readonly HashSet<string> Persons = ["je", "j", "moi", "me", "m", "vous", "votre", "vos", "tu", "te", "t", "ton"];

    private static readonly HashSet<string> Questions =
    [
        "combien", "quel", "quelle", "quels", "quelles", "quand", "comment", "pourquoi", "quoi", "qui", "lequel", "laquelle", "horaires", "adresse", "recette", "meteo",
    ];

    private static readonly HashSet<string> Courtesies = ["merci", "bonjour", "bonsoir", "salut", "revoir", "coucou", "daccord", "ok", "oui", "non"];

    public static bool Is(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('?', StringComparison.Ordinal)) return false;
        var words = PlainWords.Of(text);
        return words.Count >= 3
            && words.Exists(Persons.Contains)
            && !words.Exists(Questions.Contains)
            && !words.Exists(Courtesies.Contains)
            && !Asks(words);
    }

    // Questions typed without their mark: "est-ce que je peux", "peut-il", "rappelez-moi l'heure".
    private static bool Asks(List<string> words)
    {
        if (words[^1] is "ou") return true; // "... faut que je le marque ou"
        for (var i = 0; i + 1 < words.Count; i++)
            if ((words[i] is "est" && words[i + 1] is "ce") || (words[i] is "rappelez" or "dites" or "donnez" && words[i + 1] is "moi")
                || (words[i + 1] is "il" or "elle" or "vous" or "je" or "on" && (words[i].EndsWith("ez", StringComparison.Ordinal) || words[i] is "peut" or "peux" or "puis" or "dois" or "doit" or "faut" or "suis" or "sont")))
                return true;
        return false;
    }
}
