using System.Collections;
using System.Globalization;
using System.Resources;

namespace ServiceRouter.Platform;

/// <summary>
/// What the service itself says to citizens. French is the neutral resource (Texts.resx); another language is one more file,
/// Texts.LANGUAGE.resx, and a missing text falls back to French.
/// </summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new("ServiceRouter.Platform.Texts", typeof(Texts).Assembly);

    // "No" begins many a French word.
    private const int ShortestBeginning = 6;

    /// <param name="name">Name of the text in Texts.resx.</param>
    /// <param name="language">Two-letter language of the conversation.</param>
    /// <param name="values">Values for {0}, {1} …</param>
    public static string Say(string name, string language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return Format(culture, Resources.GetString(name, culture) ?? throw new InvalidOperationException($"No text named {name} in Texts.resx"), values);
    }

    /// <summary>In the words of a channel where they differ (a phone has no button to press): <c>NAME.CHANNEL</c>, else <c>NAME</c>.</summary>
    /// <param name="name">Name of the text in Texts.resx.</param>
    /// <param name="channel">Name of the channel, such as phone or sms.</param>
    /// <param name="language">Two-letter language of the conversation.</param>
    /// <param name="values">Values for {0}, {1} …</param>
    public static string SayOn(string channel, string name, string language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return Resources.GetString($"{name}.{channel}", culture) is { } text ? Format(culture, text, values) : Say(name, language, values);
    }

    /// <summary>Whether words begin as a text of this language does, and not as the French one that stands in for what it lacks.</summary>
    /// <param name="words">What was said.</param>
    /// <param name="language">Two-letter language of the conversation.</param>
    public static bool Has(string words, string language) =>
        Own(CultureInfo.GetCultureInfo(language)) is { } own
        // A language without texts answers with the French ones, once it was spoken in.
        && own != Own(CultureInfo.InvariantCulture)
        && own.Cast<DictionaryEntry>().Select(text => BeginningOf((string)text.Value!)).Any(beginning => beginning.Length >= ShortestBeginning && words.StartsWith(beginning, StringComparison.Ordinal));

    private static ResourceSet? Own(CultureInfo culture) => Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false);

    // Up to the first value.
    private static string BeginningOf(string text) => text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var hole ? text[..hole] : text;

    private static string Format(CultureInfo culture, string text, object[] values) => values.Length == 0 ? text : string.Format(culture, text, values);
}
