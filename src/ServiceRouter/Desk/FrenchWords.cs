using System.Globalization;

namespace ServiceRouter.Desk;

/// <summary>Languages and lengths of time in the words that counsellors read and hear.</summary>
public static class FrenchWords
{
    /// <summary>The languages that a counsellor can be said to speak, by their two letters; French first.</summary>
    public static IReadOnlyDictionary<string, string> Languages { get; } = new OrderedDictionary<string, string>
    {
        ["fr"] = "français", ["en"] = "anglais", ["ar"] = "arabe", ["pt"] = "portugais", ["es"] = "espagnol", ["de"] = "allemand", ["it"] = "italien", ["tr"] = "turc", ["ru"] = "russe", ["uk"] = "ukrainien",
    };

    /// <param name="code">Two letters, perhaps with a region ("pt-BR"); what is not known is given back as it is.</param>
    public static string Language(string code) => code.Split('-')[0] is var two && Languages.TryGetValue(two, out var name) ? name : two;

    /// <summary>"moins d'une minute", "12 minutes", "3 h 05", "2 jours".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "moins d'une minute",
        { TotalMinutes: < 2 } => "1 minute",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} minutes",
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00}"),
        { TotalDays: < 2 } => "1 jour",
        _ => $"{(int)span.TotalDays} jours",
    };
}
