using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Engine;

/// <summary>
/// The one reader of yes and no: for the questions of flows, the offer of a human, the questions of the telephone. Keys and buttons are read where they are offered.
/// </summary>
public static partial class YesOrNo
{
    /// <summary>How many words an answer has at most that only ends with "oui" or "non".</summary>
    private const int ShortAnswer = 6;

    private static readonly string[][] Yeses = Phrases(
        "oui", "ouais", "ouaip", "ouep", "oue", "yes", "yep", "yeah", "ok", "okay", "d accord", "je suis d accord", "bien sur", "bien entendu", "volontiers", "avec plaisir", "avec joie",
        "s il vous plait", "s il te plait", "svp", "je veux bien", "je le veux bien", "c est ca", "c est bien ca", "bien sur que oui", "c est exact", "c est correct", "evidemment", "absolument", "tout a fait", "exactement", "carrement",
        "certainement", "affirmatif", "sans probleme", "pas de probleme", "je confirme", "pourquoi pas", "si si", "mais si", "allez y", "vas y", "pour sur");

    private static readonly string[][] Noes = Phrases(
        "non", "nan", "no", "nope", "pas maintenant", "pas besoin", "pas la peine", "ca ira", "pas du tout", "pas tout a fait", "pas vraiment", "pas encore", "surtout pas", "absolument pas",
        "certainement pas", "surement pas", "evidemment pas", "bien sur que non", "c est pas ca", "ce n est pas ca", "c est faux", "je veux pas", "je ne veux pas", "j en veux pas", "je n en veux pas",
        "j en ai pas besoin", "je n en ai pas besoin", "je prefere pas", "je ne prefere pas", "negatif");

    // Too short, or too often the beginning of something else, to begin a longer answer with: "n'est pas", "لا أعرف", "ça marche pas", "parfait, et ma carte grise".
    private static readonly string[][] YesAlone = Phrases(
        "o", "wi", "ui", "vi", "si", "dac", "exact", "parfait", "voila", "ca marche", "ca me va", "ca me convient", "c est juste", "je veux", "sim", "da", "evet", "tak", "так", "да", "نعم", "ايوه");

    private static readonly string[][] NoAlone = Phrases("n", "nn", "jamais", "aucun", "aucune", "du tout", "nein", "nao", "hayir", "hayır", "nie", "ні", "нет", "لا");

    /// <summary>Said with a yes or a no, and about nothing else.</summary>
    private static readonly string[][] Beside = Phrases(
        "euh", "heu", "ben", "bah", "eh", "ah", "oh", "mais", "alors", "moi", "je pense que", "je crois que", "merci", "merci beaucoup", "madame", "monsieur", "please", "thanks", "thank you");

    private static readonly HashSet<string> Hesitations = ["euh", "heu", "ben", "bah", "eh", "ah", "oh", "mais", "alors"];

    private static readonly string[][] YesSaidWhole =
        [.. Yeses, .. YesAlone, .. Beside, .. Phrases("appelez moi", "rappelez moi", "call me", "je voudrais bien", "j aimerais bien", "bien", "c est bien ca", "maintenant", "tout de suite")];

    private static readonly string[][] NoSaidWhole = [.. Noes, .. NoAlone, .. Beside, .. Phrases("c est bon")];

    /// <summary>
    /// The answer to a question after which nothing but its answer is expected: it begins with a yes, or is one and nothing else, or is short and ends with "oui", and
    /// the end does not contradict the beginning; no likewise. What follows explains it. Null: neither.
    /// </summary>
    public static bool? Read(string text) => Read(Written(text));

    /// <summary>
    /// The answer where somebody may as well go on with something else: a yes or a no is all that is said. « D'accord, et pour ma carte grise ? » is none, and of
    /// « non, je voudrais refaire mon passeport » the second half is not lost.
    /// </summary>
    public static bool? ReadAlone(string text)
    {
        if (text.AsSpan().IndexOfAny('?', '؟') >= 0) return null;
        var words = Written(text);
        return Read(words) is { } answer && (words.Length == 1 || IsMadeOf(words, answer ? YesSaidWhole : NoSaidWhole)) ? answer : null;
    }

    private static bool? Read(string[] words)
    {
        var first = First(words) ?? First(words.AsSpan()[words.TakeWhile(Hesitations.Contains).Count()..]) ?? Alone(words);
        bool? last = words.Length is 0 or > ShortAnswer ? null : words[^1] == Yeses[0][0] ? true : words[^1] == Noes[0][0] ? false : null;
        return first is null || last is null || first == last ? first ?? last : null;
    }

    // "absolument pas" begins with a yes as well: the longer of the two is meant.
    private static bool? First(ReadOnlySpan<string> words)
    {
        var (yes, no) = (Longest(words, Yeses), Longest(words, Noes));
        return yes == no ? null : yes > no;
    }

    private static bool? Alone(string[] words) =>
        words.Length is 0 or > ShortAnswer || IsMadeOf(words, Beside) ? null
        : IsMadeOf(words, [.. YesAlone, .. Beside]) ? true
        : IsMadeOf(words, [.. NoAlone, .. Beside]) ? false
        : null;

    private static bool IsMadeOf(ReadOnlySpan<string> words, string[][] phrases)
    {
        while (words.Length > 0)
        {
            var longest = Longest(words, phrases);
            if (longest == 0) return false;
            words = words[longest..];
        }

        return true;
    }

    private static int Longest(ReadOnlySpan<string> words, string[][] phrases)
    {
        var longest = 0;
        foreach (var phrase in phrases)
            if (phrase.Length > longest && words.StartsWith(phrase)) longest = phrase.Length;
        return longest;
    }

    // "ouiiii", "nooon": no French word has a letter three times.
    private static string[] Written(string text) => Words.Of(LettersRepeated().Replace(text, "$1"));

    [GeneratedRegex(@"(\p{L})\1{2,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LettersRepeated();

    private static string[][] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' '))];
}
