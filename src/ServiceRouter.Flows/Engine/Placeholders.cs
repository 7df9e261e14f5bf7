using System.Globalization;
using System.Text.RegularExpressions;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary><c>{answer_name}</c> inside a text: what the citizen answered, in words.</summary>
internal static partial class Placeholders
{
    public static IEnumerable<string> In(string text) => Pattern().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    public static string Fill(string text, Flow flow, IReadOnlyDictionary<string, string> answers, FlowChannel channel, string language) =>
        Pattern().Replace(text, match => answers.TryGetValue(match.Groups[1].Value, out var answer)
            ? InWords(match.Groups[1].Value, answer, flow, channel, language)
            : "");

    private static string InWords(string name, string answer, Flow flow, FlowChannel channel, string language)
    {
        foreach (var ask in flow.Steps.Values.OfType<AskStep>().Where(ask => ask.Save == name))
        {
            if (ask.Choices.FirstOrDefault(choice => choice.Id == answer) is { } choice)
                return choice.Text.In(language, channel);
            if (ask.Kind == AnswerKind.YesNo)
                return answer == YesNo.Yes ? EnginePhrases.In(language).Yes : EnginePhrases.In(language).No;
            if (ask.Kind == AnswerKind.Date && DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        }

        return answer;
    }

    [GeneratedRegex(@"\{([a-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
