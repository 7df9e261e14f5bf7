using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>
/// A sentence that answers nothing of what was asked, read as an answer to the first question: somebody is in the wrong branch, and says what they meant. A doubt is
/// a miss here too: what asks something, what speaks of the question that waits, and what has more other words than the choice's is none.
/// </summary>
internal static class SaidInstead
{
    private static readonly HashSet<string> Asking = ["comment", "pourquoi", "quoi", "quel", "quelle", "quels", "quelles", "combien", "quand", "what", "why", "how", "which", "when"];

    /// <summary>Said with an answer, and about nothing.</summary>
    private static readonly HashSet<string> Beside = ["oui", "non", "mais", "alors", "euh", "merci", "desole", "desolee", "pardon", "yes", "but", "sorry"];

    public static string? Read(Flow flow, AskStep first, FlowStep asked, string sentence, FlowChannel channel, string language)
    {
        var words = Words.Of(sentence);
        if (words.Any(Asking.Contains)) return null;
        var saying = Saying(words);
        if (saying.Intersect(Saying(Words.Of(TextOf(asked)))).Any()) return null;
        if (PickChoice.ReadUnasked(flow, first.Choices, sentence, channel, language) is not { } picked) return null;
        var choice = ChoiceWords.Of(first.Choices.Single(choice => choice.Id == picked));
        var meant = choice.Phrases.Where(phrase => Words.Contain(words, phrase)).SelectMany(phrase => phrase).Concat(choice.LabelWords(language, channel)).ToHashSet();
        return saying.Count(meant.Contains) * 2 >= saying.Count ? picked : null;

        List<string> Saying(string[] of) => [.. ChoiceWords.Saying(of).Where(word => !Beside.Contains(word) && !FlowName.Of(flow).Has(word, channel, language))];

        string TextOf(FlowStep step) => step switch
        {
            AskStep ask => string.Join(' ', ask.Choices.Select(choice => choice.Text.In(language, channel)).Prepend(ask.Text.In(language, channel))),
            OfferHumanStep offer => offer.Text.In(language, channel),
            _ => "",
        };
    }
}
