using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Engine;

/// <summary>The words of a flow's title: whoever says them has said what it is about, and answered none of its questions.</summary>
internal sealed class FlowName
{
    private static readonly ConditionalWeakTable<Flow, FlowName> Known = [];

    // Small words that say what is wrong with the thing named.
    private static readonly HashSet<string> Denials = ["plus", "pas", "sans", "jamais", "aucun", "aucune"];

    private readonly Flow flow;
    private readonly ConcurrentDictionary<(string Language, FlowChannel Channel), HashSet<string>> names = new();

    private FlowName(Flow flow) => this.flow = flow;

    public static FlowName Of(Flow flow) => Known.GetValue(flow, one => new FlowName(one));

    public bool Has(string word, FlowChannel channel, string language) => In(channel, language).Contains(Singular(word));

    /// <summary>Nothing else is said: « RSA », « ma carte Vitale », and not « je n'ai plus d'assurance maladie ».</summary>
    public bool IsAllOf(string sentence, FlowChannel channel, string language) =>
        Words.Of(sentence) is var said && !said.Any(Denials.Contains) && ChoiceWords.Saying(said) is { Length: > 0 } words && words.All(word => Has(word, channel, language));

    private HashSet<string> In(FlowChannel channel, string language) => names.GetOrAdd((language, channel), form =>
        [.. ChoiceWords.Saying(Words.Of(flow.Title.In(form.Language, form.Channel))).Select(Singular)]);

    private static string Singular(string word) => word.TrimEnd('s', 'x');
}
