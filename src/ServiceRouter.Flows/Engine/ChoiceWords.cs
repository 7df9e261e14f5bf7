using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>A choice's words as they are compared, worked out once: every answer is compared with them, and so is every other choice when a flow is checked.</summary>
internal sealed class ChoiceWords
{
    private const int ShortestThatSays = 3;

    private static readonly HashSet<string> EmptyWords =
    [
        "avec", "pour", "dans", "mon", "mes", "une", "des", "les", "aux", "sur", "pas", "suis", "est", "sont", "avoir", "etre", "fait", "faire", "plus",
        "que", "qui", "vous", "nous", "elle", "votre", "vos", "autre", "chose", "cela", "veux", "voudrais", "dois", "the", "and", "have", "not", "for", "you", "your", "son", "ses", "moi",
    ];

    private static readonly ConditionalWeakTable<Choice, ChoiceWords> Known = [];

    private readonly Choice choice;
    private readonly ConcurrentDictionary<(string Language, FlowChannel Channel), (string Plain, string[] Words)> labels = new();

    private ChoiceWords(Choice choice)
    {
        this.choice = choice;
        Phrases = [.. choice.Words.Select(Words.Of)];
        PlainPhrases = [.. choice.Words.Select(Words.Plain)];
    }

    /// <summary>The words that its author gave, each split into words.</summary>
    public string[][] Phrases { get; }

    /// <summary>The same, each as one line.</summary>
    public string[] PlainPhrases { get; }

    public static ChoiceWords Of(Choice choice) => Known.GetValue(choice, one => new ChoiceWords(one));

    /// <summary>The whole label as one line.</summary>
    public string Label(string language, FlowChannel channel) => LabelIn(language, channel).Plain;

    /// <summary>The label's words that say something, each once.</summary>
    public string[] LabelWords(string language, FlowChannel channel) => LabelIn(language, channel).Words;

    /// <summary>The words that say something, each once.</summary>
    public static string[] Saying(IEnumerable<string> words) => [.. words.Where(word => word.Length >= ShortestThatSays && !EmptyWords.Contains(word)).Distinct()];

    private (string Plain, string[] Words) LabelIn(string language, FlowChannel channel) => labels.GetOrAdd((language, channel), form =>
    {
        var plain = Words.Plain(choice.Text.In(form.Language, form.Channel));
        return (plain, Saying(plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    });
}
