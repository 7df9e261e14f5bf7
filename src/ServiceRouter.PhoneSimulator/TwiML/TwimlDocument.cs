using System.Xml;
using System.Xml.Linq;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>Instructions of the service.</summary>
/// <param name="Url">What relative URLs resolve against; nothing for TwiML that came with a REST request.</param>
/// <param name="Verbs">Elements below <c>Response</c>.</param>
internal sealed record TwimlDocument(string? Url, IReadOnlyList<TwimlElement> Verbs)
{
    private const int MostInlineCharacters = 4000;

    /// <exception cref="WebhookFailure">12100, 12102, 12300: it is no TwiML.</exception>
    public static TwimlDocument Read(WebhookAnswer answer) => answer.ContentType.ToLowerInvariant() switch
    {
        "text/xml" or "application/xml" or "text/html" => Read(answer.Body, answer.Url),
        var audio when audio.StartsWith("audio/", StringComparison.Ordinal) => Of(answer.Url, new("Play", answer.Url)),
        "text/plain" => LooksLikeTwiml(answer.Body) ? Read(answer.Body, answer.Url) : Of(answer.Url, new("Say", answer.Body)),
        var other => throw new WebhookFailure(12300, $"content type « {other} » is no TwiML", answer.Url),
    };

    /// <param name="xml">The document.</param>
    /// <param name="url">Where it came from; nothing for inline TwiML, which is shorter.</param>
    /// <exception cref="WebhookFailure">12100, 12102.</exception>
    public static TwimlDocument Read(string xml, string? url)
    {
        if (url is null && xml.Length > MostInlineCharacters)
            throw new WebhookFailure(12100, $"TwiML in a request has at most {MostInlineCharacters} characters", "");
        XElement root;
        try
        {
            // Byte order marks and blank lines before the declaration are forgiven, as by the real parser.
            root = XDocument.Parse(xml.TrimStart('\uFEFF', ' ', '\r', '\n', '\t'), LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException wrong)
        {
            throw new WebhookFailure(12100, $"no XML: {wrong.Message}", url ?? "");
        }

        return root.Name.LocalName != "Response"
            ? throw new WebhookFailure(12102, $"the root is <{root.Name.LocalName}>, not <Response>", url ?? "")
            : new(url, [.. root.Elements().Select(element => new TwimlElement(element, url))]);
    }

    private static TwimlDocument Of(string url, XElement verb) => new(url, [new(verb, url)]);

    private static bool LooksLikeTwiml(string text) => text.Contains("<Response", StringComparison.Ordinal);
}
