using System.Globalization;
using System.Text;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Turns what was typed into plain words: lower case, no accents, elisions opened, SMS spelling written out.
/// A full stop, a question mark or a line break becomes the word ".", so that no rule reads across two sentences.
/// </summary>
internal static class PlainWords
{
    // A longer message is a story; its request is said in the beginning or the end, and time must stay bounded.
    private const int HeadLength = 1500;
    private const int TailLength = 500;

    public static List<string> Of(string text)
    {
        if (text.Length > HeadLength + TailLength)
            text = string.Concat(text.AsSpan(0, HeadLength), " . ", text.AsSpan(text.Length - TailLength));
        var words = new List<string>();
        foreach (var raw in Cut(Fold(SmsSpelling.WriteOutAccented(text))))
            SmsSpelling.WriteOut(raw, words);
        return SmsSpelling.JoinFixedExpressions(words);
    }

    /// <summary>The words between single spaces, one space before the first and after the last: the form that rules read.</summary>
    public static string Line(IEnumerable<string> words) => " " + string.Join(' ', words) + " ";

    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + 8);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormKD))
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(c))
            {
                case UnicodeCategory.NonSpacingMark:
                case UnicodeCategory.Format:
                    continue;
                default:
                    folded.Append(Letter(char.ToLowerInvariant(c)));
                    break;
            }
        }
        return folded.ToString();
    }

    // Half of a surrogate pair makes Normalize throw, and a broken emoji must not cost anyone the exit.
    private static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            var clean = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
                clean.Append(rune.Value == 0xFFFD ? " " : rune.ToString());
            return clean.ToString();
        }
        return text;
    }

    private static string Letter(char c) => c switch
    {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'ى' => "ي",
        'ة' => "ه",
        'ـ' => "",
        'ک' => "ك",
        'ی' => "ي",
        '€' => " euros ",
        '%' => " pourcent ",
        _ => c.ToString(),
    };

    private static IEnumerable<string> Cut(string folded)
    {
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            var c = i < folded.Length ? folded[i] : ' ';
            if (char.IsLetterOrDigit(c))
            {
                if (start < 0) start = i;
                continue;
            }
            if (start >= 0) yield return folded[start..i];
            start = -1;
            if (c is '?' or '!' or '\n' or ';' or '؟' || (c == '.' && !Dotted(folded, i))) yield return ".";
        }
    }

    // "..." is hesitation, "c.a.f" and "3.5" are one word: none of them ends a sentence.
    private static bool Dotted(string folded, int i) =>
        (i + 1 < folded.Length && (folded[i + 1] == '.' || char.IsLetterOrDigit(folded[i + 1]))) || (i > 0 && folded[i - 1] == '.');
}
