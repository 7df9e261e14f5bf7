using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Free text of the list made fit to be shown.</summary>
internal static partial class PublishedText
{
    /// <summary>On one line, single spaces; null when nothing is left to read (empty, a lone dot).</summary>
    public static string? OneLine(string published)
    {
        string readable = EscapedLetter().Replace(published, Letter);
        readable = Blanks().Replace(readable, " ").Trim();
        return readable.Any(char.IsLetterOrDigit) ? readable : null;
    }

    // Trap: some comments went through a tool that wrote \x20 for a space and \xE9 for é (Latin-1).
    private static string Letter(Match escaped) =>
        ((char)byte.Parse(escaped.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex(@"\\x([0-9A-Fa-f]{2})")]
    private static partial Regex EscapedLetter();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();
}
