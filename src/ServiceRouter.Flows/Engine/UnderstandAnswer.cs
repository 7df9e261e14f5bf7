using System.Globalization;
using System.Text.RegularExpressions;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Reads a citizen's words as the answer to a question. A doubt is a miss: asking again costs less than going wrong.</summary>
internal static partial class UnderstandAnswer
{
    /// <summary>Longer answers are cut before they are saved; the transcript keeps all of them.</summary>
    private const int LongestSavedText = 2000;

    private static readonly string[] DateForms =
        ["d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d M yyyy", "yyyy-MM-dd", "ddMMyyyy", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy"];

    public static string? Read(Flow flow, AskStep ask, string input, FlowChannel channel, string language) => ask.Kind switch
    {
        AnswerKind.Choice => PickChoice.Read(flow, ask.Choices, input, channel, language),
        AnswerKind.Postcode => Postcode(input),
        AnswerKind.Date => Date(input, language),
        AnswerKind.YesNo => YesOrNo(input),
        _ => Text(input),
    };

    /// <summary>The keys of the question, or words.</summary>
    public static string? YesOrNo(string input) => Words.Of(input) switch
    {
        ["1"] => YesNo.Yes,
        ["2"] => YesNo.No,
        _ => Engine.YesOrNo.Read(input) switch { true => YesNo.Yes, false => YesNo.No, null => null },
    };

    private static string? Text(string input)
    {
        var text = input.Trim();
        return Words.Plain(text).Length == 0 ? null : text.Length <= LongestSavedText ? text : text[..LongestSavedText];
    }

    private static string? Postcode(string input)
    {
        var found = PostcodePattern().Matches(input).Select(match => match.Groups[1].Value + match.Groups[2].Value).Distinct().ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static string? Date(string input, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : "fr-FR");
        var said = FirstOfMonth().Replace(input.Trim().TrimEnd('.'), "1 ").ToLower(culture);
        said = DateLead().Replace(said, "");
        return DateOnly.TryParseExact(said, DateForms, culture, DateTimeStyles.AllowWhiteSpaces, out var date) && date.Year is >= 1900 and < 2100
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
    }

    // 01 to 95, and 97 and 98 overseas; Corsica is 20.
    [GeneratedRegex(@"(?<!\d)(0[1-9]|[1-8]\d|9[0-578])\s?(\d{3})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex PostcodePattern();

    [GeneratedRegex(@"\b1er\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstOfMonth();

    [GeneratedRegex(@"^(le|du|depuis le|c'est le|né le|née le|on|the)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateLead();
}
