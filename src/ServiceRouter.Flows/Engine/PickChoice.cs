using System.Globalization;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>Which choice a citizen's words pick: its id, its number, its label, its words, then the label's own words where these are most of
/// what was said. Two choices that fit as well as each other are none.</summary>
internal static class PickChoice
{
    private static readonly string[][] Numbers =
    [
        ["1", "un", "une", "premier", "premiere", "one", "first"],
        ["2", "deux", "deuxieme", "second", "seconde", "two"],
        ["3", "trois", "troisieme", "three", "third"],
        ["4", "quatre", "quatrieme", "four", "fourth"],
        ["5", "cinq", "cinquieme", "five", "fifth"],
        ["6", "six", "sixieme", "sixth"],
    ];

    /// <summary>A word that the author gave weighs more than any number of words of a label, and a longer one more than a shorter.</summary>
    private const int OfAuthor = 100;

    private static readonly HashSet<string> BeforeNumber = ["le", "la", "l", "choix", "numero", "touche", "reponse", "the", "number"];

    public static string? Read(Flow flow, IReadOnlyList<Choice> choices, string input, FlowChannel channel, string language)
    {
        var words = Words.Of(input.Trim());
        if (Number(words) > choices.Count)
            return null;
        if (ReadExact(choices, input, channel, language) is { } exact)
            return exact;

        // « Où en est ma demande » has a word of « On me demande de rembourser », and is not about that.
        var (picked, score) = Best(flow, choices, words, channel, language);
        return score >= OfAuthor || score * 2 > ChoiceWords.Saying(words).Length ? picked : null;
    }

    /// <summary>
    /// The choice of a sentence that was no answer to this question: by a whole label or the words of its author alone. A number, or a word that a label
    /// has as well, means something else there.
    /// </summary>
    public static string? ReadUnasked(Flow flow, IReadOnlyList<Choice> choices, string sentence, FlowChannel channel, string language)
    {
        var words = Words.Of(sentence.Trim());
        if (Number(words) is not null || FlowName.Of(flow).IsAllOf(sentence, channel, language))
            return null;
        if (Named(choices, words, channel, language) is { } named)
            return named.Id;
        var (picked, score) = Best(flow, choices, words, channel, language);
        return score >= OfAuthor ? picked : null;
    }

    /// <summary>The choice that the words name and nothing else: its id, its number, its whole label or one of its words alone.</summary>
    public static string? ReadExact(IReadOnlyList<Choice> choices, string input, FlowChannel channel, string language)
    {
        var said = input.Trim();
        if (choices.FirstOrDefault(choice => choice.Id == said) is { } byId)
            return byId.Id;

        var words = Words.Of(said);
        if (Number(words) is { } number)
            return number <= choices.Count ? choices[number - 1].Id : null;

        return Named(choices, words, channel, language)?.Id;
    }

    internal static string KeyOf(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static int? Number(string[] words)
    {
        var said = words.SkipWhile(BeforeNumber.Contains).ToArray();
        if (said.Length != 1)
            return null;
        var index = Array.FindIndex(Numbers, names => names.Contains(said[0]));
        return index >= 0 ? index + 1 : null;
    }

    private static Choice? Named(IReadOnlyList<Choice> choices, string[] words, FlowChannel channel, string language)
    {
        var plain = string.Join(' ', words);
        var fitting = choices.Where(choice => ChoiceWords.Of(choice).Label(language, channel) == plain || ChoiceWords.Of(choice).PlainPhrases.Contains(plain)).Take(2).ToList();
        return fitting.Count == 1 ? fitting[0] : null;
    }

    private static (string? Picked, int Score) Best(Flow flow, IReadOnlyList<Choice> choices, string[] words, FlowChannel channel, string language)
    {
        var scores = choices.Select(choice => Score(flow, choice, choices, words, channel, language)).ToList();
        var best = scores.Max();
        return (best > 0 && scores.Count(score => score == best) == 1 ? choices[scores.IndexOf(best)].Id : null, best);
    }

    /// <summary>What the flow is called stands in a label now and then, and tells it from no other.</summary>
    private static int Score(Flow flow, Choice choice, IReadOnlyList<Choice> choices, string[] said, FlowChannel channel, string language)
    {
        var given = ChoiceWords.Of(choice).Phrases.Where(phrase => Words.Contain(said, phrase)).Select(phrase => phrase.Length).DefaultIfEmpty(0).Max();
        var own = ChoiceWords.Of(choice).LabelWords(language, channel).Count(word =>
            said.Contains(word) && !FlowName.Of(flow).Has(word, channel, language)
            && !choices.Any(other => other != choice && ChoiceWords.Of(other).LabelWords(language, channel).Contains(word)));
        return (given * OfAuthor) + own;
    }
}
