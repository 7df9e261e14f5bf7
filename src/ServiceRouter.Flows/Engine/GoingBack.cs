namespace ServiceRouter.Flows.Engine;

/// <summary>
/// The one reader of "back to the beginning". It is all that is said, with what is polite: of « retour vers un conseiller » or « je recommence à avoir peur » it
/// reads nothing, so that it hides no wish for a person and no danger.
/// </summary>
internal static class GoingBack
{
    private static readonly string[][] Wishes = Phrases(
        "retour", "retour au debut", "retour arriere", "retour en arriere", "retour a la premiere question", "retour au menu", "menu",
        "recommencer", "recommence", "recommencez", "recommencons", "on recommence", "je recommence", "recommencer tout", "tout recommencer", "recommencer au debut", "recommencer du debut",
        "recommencer depuis le debut", "recommencer a zero", "recommencer de zero", "tout recommencer depuis le debut", "on recommence au debut", "on recommence depuis le debut",
        "revenir au debut", "revenir en arriere", "revenir a la premiere question", "revenez au debut", "retourner au debut", "retourner en arriere",
        "reprendre au debut", "reprendre du debut", "reprendre depuis le debut", "reprenons au debut", "reprenons depuis le debut", "on reprend au debut", "on reprend depuis le debut",
        "repartir du debut", "repartir de zero", "la premiere question", "changer de reponse", "changer ma reponse",
        "back", "go back", "go back to the start", "back to the start", "go back to the beginning", "start again", "start over", "restart", "begin again");

    /// <summary>What was meant may follow.</summary>
    private static readonly string[][] Mistakes = Phrases(
        "je me suis trompe de bouton", "je me suis trompee de bouton", "je me suis trompe de touche", "je me suis trompee de touche", "je me suis trompe de choix", "je me suis trompee de choix",
        "je me suis trompe de reponse", "je me suis trompee de reponse", "je me suis trompe de rubrique", "je me suis trompee de rubrique", "je me suis trompe en repondant", "je me suis trompee en repondant",
        "je me suis trompe dans ma reponse", "je me suis trompee dans ma reponse", "j ai appuye sur le mauvais bouton", "j ai appuye sur la mauvaise touche", "j ai tape sur la mauvaise touche",
        "je me suis trompe", "je me suis trompee", "je m etais trompe", "je m etais trompee", "me suis trompe", "me suis trompee", "jme suis trompe", "jme suis trompee", "je me suis plante", "je me suis plantee",
        "j ai mal repondu", "j ai mal choisi", "mauvaise touche", "mauvaise reponse", "mauvais choix", "mauvais bouton", "i made a mistake", "wrong answer", "wrong button", "wrong key");

    /// <summary>Said before it, and about nothing else.</summary>
    private static readonly string[][] Before = Phrases(
        "euh", "heu", "ben", "bah", "ah", "oh", "non", "mais", "alors", "bon", "pardon", "excusez moi", "excuse moi", "desole", "desolee", "zut", "mince", "attendez", "bonjour",
        "je veux", "je voudrais", "j aimerais", "je souhaite", "je souhaiterais", "je peux", "je pourrais", "puis je", "est ce que je peux", "on peut", "peut on", "est ce qu on peut", "comment", "il faut", "vous pouvez", "pouvez vous",
        "i want to", "i would like to", "i d like to", "can i", "please", "sorry", "no");

    private static readonly string[][] After = Phrases("s il vous plait", "s il te plait", "svp", "stp", "merci", "madame", "monsieur", "pardon", "please", "thanks", "thank you");

    /// <summary>Between a mistake and what was meant.</summary>
    private static readonly string[][] Between = Phrases("c est", "c etait", "en fait", "plutot", "je voulais dire", "je veux dire", "pas", "pardon", "desole", "desolee", "mais", "euh");

    /// <summary>Nothing but the wish is said.</summary>
    public static bool IsWished(string text)
    {
        var words = WithoutAround(text);
        return Wishes.Any(wish => words.SequenceEqual(wish));
    }

    /// <returns>What was meant instead of what was answered, which may be nothing; null when no mistake is told.</returns>
    public static string? Mistaken(string text)
    {
        ReadOnlySpan<string> words = WithoutAround(text);
        if (FirstOf(Mistakes, words) is not { } mistake) return null;
        words = words[mistake.Length..];
        while (FirstOf(Between, words) is { } between) words = words[between.Length..];
        return string.Join(' ', words!);
    }

    private static string[] WithoutAround(string text)
    {
        ReadOnlySpan<string> words = Words.Of(text);
        while (FirstOf(Before, words) is { } before) words = words[before.Length..];
        while (LastOf(words) is { } after) words = words[..^after.Length];
        return words.ToArray();
    }

    private static string[]? FirstOf(string[][] phrases, ReadOnlySpan<string> words)
    {
        string[]? longest = null;
        foreach (var phrase in phrases)
            if (phrase.Length > (longest?.Length ?? 0) && words.StartsWith(phrase)) longest = phrase;
        return longest;
    }

    private static string[]? LastOf(ReadOnlySpan<string> words)
    {
        foreach (var phrase in After)
            if (words.EndsWith(phrase)) return phrase;
        return null;
    }

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];
}
