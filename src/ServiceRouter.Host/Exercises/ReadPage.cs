using System.Net;
using System.Text.RegularExpressions;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Host.Exercises;

/// <summary>Reads a page as somebody does who looks for what became of the request.</summary>
internal static partial class ReadPage
{
    private const int LongestSentence = 600;

    /// <param name="path">Address that was opened.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="html">The page.</param>
    public static SeenPage Of(string path, int status, string html)
    {
        var said = Status().Match(html) is { Success: true } state
            ? $"{Words(state.Groups[1].Value)}. {Words(state.Groups[2].Value)}"
            : string.Join(" ", new[] { Heading().Match(html).Groups[1].Value, Paragraph().Match(Content().Match(html).Value).Groups[1].Value }.Select(Words).Where(w => w.Length > 0).Select(w => w.EndsWith('.') ? w : w + "."));
        if (Said().Matches(html) is { Count: > 0 } messages) said += $" Dernier message : « {Words(messages[^1].Groups[1].Value)} »";
        return new SeenPage(path, status, said.Length > LongestSentence ? said[..LongestSentence] + "…" : said, ReceiptOf(path, html));
    }

    // The page shows it, or links to the page that does.
    private static string? ReceiptOf(string path, string html) =>
        ReceiptCode.Parse((Shown().Match(html) is { Success: true } shown ? shown : Link().Match(Content().Match(html).Value)).Groups[1].Value) is { } code
        && (Shown().IsMatch(html) || !path.StartsWith("/erreur", StringComparison.Ordinal))
            ? ReceiptCode.Print(code)
            : null;

    private static string Words(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex("""<main\b.*?</main>""", RegexOptions.Singleline)]
    private static partial Regex Content();

    [GeneratedRegex("""<h2 id="etat">(.*?)</h2>\s*<p>(.*?)</p>""", RegexOptions.Singleline)]
    private static partial Regex Status();

    [GeneratedRegex("""<h1[^>]*>(.*?)</h1>""", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("""<p(?:\s[^>]*)?>(.*?)</p>""", RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex("""<p class="words"[^>]*>(.*?)</p>""", RegexOptions.Singleline)]
    private static partial Regex Said();

    [GeneratedRegex("""<p class="code">\s*([0-9A-Z-]+)\s*</p>""")]
    private static partial Regex Shown();

    [GeneratedRegex("""href="/demande/([0-9A-Z-]+)["/]""")]
    private static partial Regex Link();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
