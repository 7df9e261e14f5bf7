namespace ServiceRouter.Flows.Engine;

/// <summary>What is polite and asks for nothing.</summary>
public enum Courtesy
{
    /// <summary>"Bonjour".</summary>
    Greeting,

    /// <summary>"Merci", "au revoir", "bonne journée".</summary>
    Thanks,

    /// <summary>"D'accord", where nothing was asked.</summary>
    Heard,
}

/// <summary>
/// The one reader of courtesies: for flows, and for what is said outside of them. A courtesy is all that is said; whatever else stands beside it is read as if it
/// stood alone, so that no politeness hides a wish, a question or danger.
/// </summary>
public static class Courtesies
{
    private static readonly string[][] Greetings = Phrases(
        "bonjour", "bonsoir", "salut", "coucou", "bjr", "bsr", "slt", "re bonjour", "rebonjour", "ca va", "comment ca va", "comment allez vous",
        "hello", "hi", "hey", "good morning", "good afternoon", "good evening");

    private static readonly string[][] Thanks = Phrases(
        "merci", "mercis", "mrc", "merki", "je vous remercie", "je te remercie", "merci pour tout", "merci pour votre aide", "merci de votre aide", "merci pour votre reponse", "merci de votre reponse",
        "merci pour vos reponses", "merci pour ces informations", "merci pour l information", "merci de m avoir repondu", "merci d avoir repondu", "c est gentil", "c est tres gentil", "non merci",
        "au revoir", "aurevoir", "a bientot", "a plus", "a plus tard", "a la prochaine", "adieu", "ciao", "bonne journee", "bonne fin de journee", "bonne soiree", "bonne nuit", "bon week end", "bon weekend",
        "bon courage", "bonne continuation", "thank you", "thanks", "no thanks", "no thank you", "bye", "goodbye", "good bye", "bye bye", "see you", "see you soon", "have a nice day", "have a good day");

    private static readonly string[][] Acknowledgements = Phrases(
        "ok", "okay", "oki", "d accord", "dac", "entendu", "compris", "j ai compris", "je comprends", "ca marche", "c est note", "bien recu", "c est bon", "c est parfait", "parfait", "super", "tres bien", "c est clair",
        "all right", "alright", "great", "perfect", "understood");

    /// <summary>Said with a courtesy and about nothing else.</summary>
    private static readonly string[][] Beside = Phrases(
        "madame", "monsieur", "messieurs", "mesdames", "messieurs dames", "madame monsieur", "tout le monde", "a tous", "a toutes", "a vous", "a vous aussi", "vous aussi", "de meme", "egalement", "et", "et merci", "beaucoup",
        "bien", "infiniment", "encore", "mille", "pour tout", "alors", "bon", "ah", "oh", "very much", "a lot", "so much", "and", "to you", "many", "sir", "madam");

    private static readonly string[][] All = [.. Greetings, .. Thanks, .. Acknowledgements, .. Beside];

    /// <returns>Null when anything else is said, or nothing. Thanks and farewells decide over a greeting, and both over an acknowledgement.</returns>
    public static Courtesy? ReadAlone(string text)
    {
        ReadOnlySpan<string> words = Words.Of(text);
        var (greets, thanks, acknowledges) = (false, false, false);
        while (words.Length > 0)
        {
            if (LongestIn(words) is not { } phrase) return null;
            greets |= Greetings.Contains(phrase);
            thanks |= Thanks.Contains(phrase);
            acknowledges |= Acknowledgements.Contains(phrase);
            words = words[phrase.Length..];
        }

        return thanks ? Courtesy.Thanks : greets ? Courtesy.Greeting : acknowledges ? Courtesy.Heard : null;
    }

    private static string[]? LongestIn(ReadOnlySpan<string> words)
    {
        string[]? longest = null;
        foreach (var phrase in All)
        {
            if (phrase.Length > (longest?.Length ?? 0) && words.StartsWith(phrase)) longest = phrase;
        }

        return longest;
    }

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];
}
