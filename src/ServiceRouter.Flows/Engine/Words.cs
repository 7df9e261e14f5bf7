using System.Globalization;
using System.Text;

namespace ServiceRouter.Flows.Engine;

/// <summary>Words as they are compared: small letters, no accents, no punctuation.</summary>
internal static class Words
{
    public static string[] Of(string text) => Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of the text with one space between.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Unligated(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            if (Rune.IsLetterOrDigit(rune))
                plain.Append(Rune.ToLowerInvariant(rune));
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>True when the phrase stands in the words as whole words, in order.</summary>
    public static bool Contain(string[] words, string[] phrase)
    {
        if (phrase.Length == 0)
            return false;
        for (var at = 0; at + phrase.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, phrase.Length).SequenceEqual(phrase))
                return true;
        }

        return false;
    }

    private static string Unligated(string text)
    {
        if (Ascii.IsValid(text)) return text;
        // A lone surrogate, which a broken client can send, makes Normalize throw.
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune);
        return whole.Replace("œ", "oe").Replace("Œ", "oe").Replace("æ", "ae").Replace("Æ", "ae").ToString()
            .Normalize(NormalizationForm.FormD);
    }
}
