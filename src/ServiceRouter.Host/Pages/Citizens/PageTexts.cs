using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// The pages' short texts. The French sentence is its own key; another language is one more file, Pages/Citizens/PageTexts.LANGUAGE.resx,
/// and a missing sentence stays French. Pages of prose are translated as whole pages.
/// </summary>
public sealed class PageTexts(IStringLocalizer<PageTexts> localizer)
{
    /// <summary>The text in the language of the request, with spaces that do not break where French wants them.</summary>
    public string this[string french, params object[] values] => FrenchSpaces.Keep(localizer[french, values]);
}

/// <summary>French double punctuation never begins a line, and neither an hour nor a number is torn apart.</summary>
internal static partial class FrenchSpaces
{
    private const char NoBreak = '\u00a0';

    public static string Keep(string text) => Thousands().Replace(Hour().Replace(text, "\u00a0h\u00a0"), "\u00a0")
        .Replace(" ?", NoBreak + "?", StringComparison.Ordinal).Replace(" !", NoBreak + "!", StringComparison.Ordinal)
        .Replace(" :", NoBreak + ":", StringComparison.Ordinal).Replace(" ;", NoBreak + ";", StringComparison.Ordinal)
        .Replace(" »", NoBreak + "»", StringComparison.Ordinal).Replace("« ", "«" + NoBreak, StringComparison.Ordinal);

    // 14 h 30, as the service writes it also where it is spoken.
    [GeneratedRegex("(?<=[0-9]) h (?=[0-9][0-9])")]
    private static partial Regex Hour();

    // 4 000 caractères.
    [GeneratedRegex("(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")]
    private static partial Regex Thousands();
}
