namespace ServiceRouter.Dialogue;

/// <summary>Reads yes or no outside flows.</summary>
internal static class YesNo
{
    private static readonly HashSet<string> Yeses = ["oui", "ouais", "oui merci", "oui svp", "oui s'il vous plait", "oui je veux bien", "je veux bien", "volontiers", "d'accord", "ok", "yes", "wi", "o", "نعم"];
    private static readonly HashSet<string> Noes = ["non", "non merci", "nan", "no", "pas la peine", "ca ira", "n", "لا"];

    /// <summary>True, false, or null for anything else.</summary>
    public static bool? Read(string text)
    {
        var plain = new string([.. text.Normalize(System.Text.NormalizationForm.FormD)
            .Where(c => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)])
            .Replace('’', '\'').Trim(' ', '.', '!', ',').ToLowerInvariant();
        return Yeses.Contains(plain) ? true : Noes.Contains(plain) ? false : null;
    }
}
