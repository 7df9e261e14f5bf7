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

/// <summary>French double punctuation never begins a line.</summary>
internal static class FrenchSpaces
{
    private const char NoBreak = '\u00a0';

    public static string Keep(string text) => text
        .Replace(" ?", NoBreak + "?", StringComparison.Ordinal).Replace(" !", NoBreak + "!", StringComparison.Ordinal)
        .Replace(" :", NoBreak + ":", StringComparison.Ordinal).Replace(" ;", NoBreak + ";", StringComparison.Ordinal)
        .Replace(" »", NoBreak + "»", StringComparison.Ordinal).Replace("« ", "«" + NoBreak, StringComparison.Ordinal);
}
