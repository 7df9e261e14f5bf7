using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ServiceRouter.Connectors.Twilio.TwiML;

/// <summary>What Twilio is to do with a call or answer to a message: verbs in order, as XML of at most 64 kB.</summary>
internal sealed class TwimlDocument(IEnumerable<Verb> verbs)
{
    public const string ContentType = "text/xml; charset=utf-8";

    private const string Declaration = """<?xml version="1.0" encoding="UTF-8"?>""";

    /// <summary>Nothing to do, said well: the answer to a status callback.</summary>
    public static TwimlDocument Empty { get; } = new([]);

    public TwimlDocument(params Verb[] verbs)
        : this((IEnumerable<Verb>)verbs)
    {
    }

    public IReadOnlyList<Verb> Verbs { get; } = [.. verbs];

    public override string ToString() =>
        Declaration + new XElement("Response", Verbs.Select(verb => verb.Write())).ToString(SaveOptions.DisableFormatting);

    /// <summary>Text without what XML cannot hold. A caller must not be cut off for a character that nobody hears.</summary>
    internal static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at])) clean.Append(text[at]);
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at])) clean.Append(text[at]).Append(text[++at]);
        }
        return clean.ToString();
    }
}
