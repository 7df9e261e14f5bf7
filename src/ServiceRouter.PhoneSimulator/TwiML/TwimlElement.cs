using System.Globalization;
using System.Xml.Linq;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>A verb or noun with the reading rules of the protocol.</summary>
/// <param name="Element">As written.</param>
/// <param name="DocumentUrl">What its URLs resolve against.</param>
internal sealed record TwimlElement(XElement Element, string? DocumentUrl)
{
    public string Name => Element.Name.LocalName;

    public string Text => Element.Value.Trim();

    public IEnumerable<TwimlElement> Children => Element.Elements().Select(child => new TwimlElement(child, DocumentUrl));

    public string? this[string attribute] => (string?)Element.Attribute(attribute);

    public bool Flag(string attribute, bool otherwise) => this[attribute] is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    public int? Number(string attribute) =>
        int.TryParse(this[attribute], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public TimeSpan Seconds(string attribute, TimeSpan otherwise) =>
        double.TryParse(this[attribute], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 ? TimeSpan.FromSeconds(number) : otherwise;

    public IReadOnlyList<string> Words(string attribute) => this[attribute]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What is asked at the URL in an attribute; nothing when it is absent or empty.</summary>
    public Ask? AskAt(string attribute, string methodAttribute, params (string Name, string Value)[] extra) => this[attribute] is { Length: > 0 } url
        ? new(Absolute(url), this[methodAttribute] ?? "POST", Pairs(extra))
        : null;

    /// <summary>What is asked when a verb is over: its action, or the current document again.</summary>
    /// <exception cref="WebhookFailure">11100: TwiML without a URL of its own needs an action.</exception>
    public Ask ActionOrAgain(params (string Name, string Value)[] extra) => AskAt("action", "method", extra)
        ?? new(DocumentUrl ?? throw new WebhookFailure(11100, $"<{Name}> in inline TwiML needs an absolute action", ""), this["method"] ?? "POST", Pairs(extra));

    /// <exception cref="WebhookFailure">11100: it is no URL.</exception>
    public string Absolute(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" or "ws" or "wss")
            return url; // Not through Uri: it would be re-encoded, and signed otherwise than it was written.
        return DocumentUrl is not null && Uri.TryCreate(new Uri(DocumentUrl), url, out var joined)
            ? joined.AbsoluteUri
            : throw new WebhookFailure(11100, $"« {url} » in <{Name}> is no absolute URL", DocumentUrl ?? "");
    }

    private static List<KeyValuePair<string, string>> Pairs((string Name, string Value)[] extra) => [.. extra.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))];
}
