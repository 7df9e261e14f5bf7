using System.Text;

namespace ServiceRouter.Platform;

/// <summary>What people and programs wrote, as it can be stored and shown: PostgreSQL keeps no U+0000, UTF-8 has no half of a surrogate pair, and what is compared without accents has no U+FFFE.</summary>
public static class PlainText
{
    // No character: Normalize throws at it.
    private const int Unreadable = 0xFFFE;

    /// <returns>Trimmed; with one sign for each line end, where a form sends two; without other control characters but tabs; U+FFFD for half a pair. Empty for null.</returns>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (rune.Value != Unreadable && (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')) kept.Append(rune.ToString());
        return kept.ToString().Trim();
    }

    /// <summary>The same, null for what is empty.</summary>
    public static string? OrNull(string? text) => Of(text) is { Length: > 0 } kept ? kept : null;
}
