namespace ServiceRouter.Flows.Engine;

/// <summary>
/// The one reader of yes and no: for the questions of flows, the offer of a human, the questions of the telephone. Keys and buttons are read where they are offered.
/// </summary>
public static class YesOrNo
{
    /// <summary>How many words an answer has at most that only ends with "oui" or "non".</summary>
    private const int ShortAnswer = 6;

    private static readonly string[][] Yeses = Phrases(
        "oui", "ouais", "ouaip", "yes", "yep", "ok", "okay", "d accord", "bien sur", "volontiers", "avec plaisir",
        "s il vous plait", "s il te plait", "svp", "je veux bien", "c est ca");

    private static readonly string[][] Noes = Phrases("non", "nan", "no", "nope", "pas maintenant", "pas besoin", "pas la peine", "ca ira");

    // Too short to begin a longer answer with: "n'est pas", "لا أعرف".
    private static readonly HashSet<string> YesAlone = ["o", "wi", "نعم"];
    private static readonly HashSet<string> NoAlone = ["n", "لا"];

    /// <summary>Said with a yes or a no, and about nothing else.</summary>
    private static readonly string[][] Beside = Phrases(
        "euh", "heu", "ben", "bah", "eh", "ah", "oh", "mais", "alors", "moi", "je pense que", "je crois que", "merci", "merci beaucoup", "madame", "monsieur", "please", "thanks", "thank you");

    private static readonly string[][] YesSaidWhole =
        [.. Yeses, .. Beside, .. Phrases("appelez moi", "rappelez moi", "call me", "je voudrais bien", "j aimerais bien", "bien", "c est bien ca", "maintenant", "tout de suite")];

    private static readonly string[][] NoSaidWhole = [.. Noes, .. Beside, .. Phrases("c est bon", "pas du tout")];

    /// <summary>
    /// The answer to a question after which nothing but its answer is expected: it begins with a yes, or is short and ends with "oui", and the same is not true of
    /// no; or the other way round. What follows explains it. Null: neither.
    /// </summary>
    public static bool? Read(string text) => Read(Words.Of(text));

    /// <summary>
    /// The answer where somebody may as well go on with something else: a yes or a no is all that is said. « D'accord, et pour ma carte grise ? » is none, and of
    /// « non, je voudrais refaire mon passeport » the second half is not lost.
    /// </summary>
    public static bool? ReadAlone(string text)
    {
        if (text.AsSpan().IndexOfAny('?', '؟') >= 0) return null;
        var words = Words.Of(text);
        return Read(words) is { } answer && (words.Length == 1 || IsMadeOf(words, answer ? YesSaidWhole : NoSaidWhole)) ? answer : null;
    }

    private static bool? Read(string[] words)
    {
        var yes = Says(words, Yeses, YesAlone);
        var no = Says(words, Noes, NoAlone);
        return yes == no ? null : yes;
    }

    private static bool Says(string[] words, string[][] phrases, HashSet<string> alone) =>
        (words is [var only] && alone.Contains(only))
        || phrases.Any(phrase => words.AsSpan().StartsWith(phrase))
        || (words.Length is > 0 and <= ShortAnswer && words[^1] == phrases[0][0]);

    private static bool IsMadeOf(ReadOnlySpan<string> words, string[][] phrases)
    {
        while (words.Length > 0)
        {
            var longest = 0;
            foreach (var phrase in phrases)
            {
                if (phrase.Length > longest && words.StartsWith(phrase)) longest = phrase.Length;
            }

            if (longest == 0) return false;
            words = words[longest..];
        }

        return true;
    }

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];
}
