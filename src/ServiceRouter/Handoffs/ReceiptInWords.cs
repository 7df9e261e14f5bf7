using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceRouter.Handoffs;

/// <summary>
/// Finds receipts in what somebody wrote or said: <c>K7PR-2XW-9AD-FM47</c> among other words, in any case, with or without dashes; and spelt aloud as
/// the telephone reads it, « K comme Kléber, sept, P comme Pierre… ». Pure. The check sign rules most other words out, one in 27 of fourteen fitting signs passes: whether
/// somebody was given it, only the database and the seal know.
/// </summary>
public static partial class ReceiptInWords
{
    // As recognisers of speech write single letters and digits, without accents.
    private static readonly Dictionary<string, string> Spoken = new(StringComparer.Ordinal)
    {
        ["DEUX"] = "2", ["TROIS"] = "3", ["QUATRE"] = "4", ["CINQ"] = "5", ["SIX"] = "6", ["SEPT"] = "7", ["HUIT"] = "8", ["NEUF"] = "9",
        ["TWO"] = "2", ["THREE"] = "3", ["FOUR"] = "4", ["FIVE"] = "5", ["SEVEN"] = "7", ["EIGHT"] = "8", ["NINE"] = "9",
        ["CE"] = "C", ["DE"] = "D", ["EFFE"] = "F", ["ACHE"] = "H", ["JI"] = "J", ["KA"] = "K", ["ELLE"] = "L", ["EMME"] = "M", ["ENNE"] = "N",
        ["PE"] = "P", ["ERRE"] = "R", ["TE"] = "T", ["VE"] = "V", ["IXE"] = "X",
        ["TIRET"] = "", ["DASH"] = "",
    };

    /// <returns>
    /// What may be one, without dashes, as <see cref="ReceiptCode.Parse"/> gives it, each once: first those that stand as they are printed, then what pieces of
    /// the words make; both in the order of the words. Of two receipts in a row the end of one and the beginning of the next have fourteen signs too,
    /// and must not come before the second.
    /// </returns>
    public static IEnumerable<string> In(string? text) => string.IsNullOrEmpty(text) ? [] : AsPrinted(text).Concat(FromPieces(Pieces(text))).Distinct();

    private static IEnumerable<string> AsPrinted(string text) => Written().Matches(text).Select(place => ReceiptCode.Parse(place.Groups[1].Value)).OfType<string>();

    private static IEnumerable<string> FromPieces(List<string> pieces)
    {
        for (var first = 0; first < pieces.Count; first++)
        {
            var code = new StringBuilder();
            for (var next = first; next < pieces.Count && code.Length < ReceiptCode.Length; next++)
            {
                code.Append(pieces[next]);
                if (code.Length == ReceiptCode.Length && ReceiptCode.Parse(code.ToString()) is { } found) yield return found;
            }
        }
    }

    /// <summary>The words without the receipts among them that are written as they are printed, with or without dashes.</summary>
    /// <param name="text">What somebody wrote or said.</param>
    /// <param name="isOurs">Whether a code was given by us.</param>
    public static string Without(string text, Func<string, bool> isOurs) =>
        // From the last on, so that what is cut moves none of the others.
        Written().Matches(text).Select(place => place.Groups[1]).Where(code => isOurs(code.Value)).Reverse()
            .Aggregate(text, (rest, code) => rest.Remove(code.Index, code.Length).Insert(code.Index, " "));

    private static List<string> Pieces(string text)
    {
        var plain = Plain(text);
        plain = DoubleV().Replace(plain, "W");
        plain = GreekI().Replace(plain, "Y");
        plain = LetterAsInName().Replace(plain, "$1 ");
        return [.. Word().Matches(plain).Select(word => Spoken.GetValueOrDefault(word.Value, word.Value))];
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var sign in text.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark) plain.Append(char.ToUpperInvariant(sign));
        return plain.ToString();
    }

    [GeneratedRegex(@"\bDOUBLE[ -]?VE?\b")]
    private static partial Regex DoubleV();

    [GeneratedRegex(@"\bI[ -]GREC\b")]
    private static partial Regex GreekI();

    // "K comme Kléber", "K as in Kilo".
    [GeneratedRegex(@"\b([A-Z]) (?:COMME|AS IN|FOR) [A-Z]+\b")]
    private static partial Regex LetterAsInName();

    // Looked for from each word on: "mais mon num K7PR" has the same lengths, and takes nothing of the receipt that begins there.
    [GeneratedRegex(@"\b(?=([A-Za-z0-9]{4}[- ]?[A-Za-z0-9]{3}[- ]?[A-Za-z0-9]{3}[- ]?[A-Za-z0-9]{4})\b)")]
    private static partial Regex Written();

    [GeneratedRegex("[A-Z0-9]+")]
    private static partial Regex Word();
}
