using System.Globalization;
using System.Text;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// Texts in the alphabet of text messages (GSM 03.38): one sign outside of it makes every part hold 70 signs instead of 160. French loses only what a reader
/// puts back alone: ê is e, « is a quote. A text in another script stays as it is, and so does an emoji: it may be all that is said. Pure.
/// </summary>
internal static class GsmText
{
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Escaped = "^{}\\[~]|€\f";
    private const int Alone = 160;
    private const int Part = 153;
    private const int AloneInOtherScripts = 70;
    private const int PartInOtherScripts = 67;

    private static readonly Dictionary<char, string> Others = new()
    {
        ['’'] = "'", ['‘'] = "'", ['«'] = "\"", ['»'] = "\"", ['“'] = "\"", ['”'] = "\"", ['…'] = "...", ['–'] = "-", ['—'] = "-", ['œ'] = "oe", ['Œ'] = "OE", ['\u00a0'] = " ", ['\u202f'] = " ", ['•'] = "-",
    };

    /// <summary>The text with as many signs of the alphabet as its script allows.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        // By whole signs: half of an emoji is none, and what can be folded in neither half makes Normalize throw.
        foreach (var sign in text.Replace("« ", "«", StringComparison.Ordinal).Replace(" »", "»", StringComparison.Ordinal).EnumerateRunes())
        {
            if (!sign.IsBmp || IsGsm((char)sign.Value)) folded.Append(sign);
            else if (Others.TryGetValue((char)sign.Value, out var other)) folded.Append(other);
            else folded.Append(Bare(sign));
        }
        return folded.ToString();
    }

    /// <summary>How many parts it is sent, and paid, in.</summary>
    public static int Parts(string text)
    {
        if (text.Length == 0) return 0;
        var isGsm = text.All(IsGsm);
        var length = isGsm ? text.Length + text.Count(sign => Escaped.Contains(sign, StringComparison.Ordinal)) : text.Length;
        var (alone, part) = isGsm ? (Alone, Part) : (AloneInOtherScripts, PartInOtherScripts);
        return length <= alone ? 1 : (length + part - 1) / part;
    }

    // ê is e and a mark; what has no plain letter in it stays. Of a sign that is no letter the mark may be what it says: ≠.
    private static string Bare(Rune sign)
    {
        if (!Rune.IsLetter(sign)) return sign.ToString();
        var plain = new string([.. sign.ToString().Normalize(NormalizationForm.FormD).Where(part => CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)]);
        return plain.Length > 0 && plain.All(IsGsm) ? plain : sign.ToString();
    }

    private static bool IsGsm(char sign) => Basic.Contains(sign, StringComparison.Ordinal) || Escaped.Contains(sign, StringComparison.Ordinal);
}
