using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ServiceRouter.IntegrationTests.Peers;

/// <summary>Our TwiML taken apart, so that the peer can write the same with its own builder.</summary>
internal static class TwimlForPeer
{
    /// <summary>Each element as [method, attributes, text or nested elements].</summary>
    public static JsonArray Verbs(string twiml) => [.. XElement.Parse(twiml).Elements().Select(Verb)];

    /// <summary>Attributes that are on no list of the peer's types, as Element/attribute.</summary>
    public static IEnumerable<string> Unknown(string twiml, JsonNode allowed) =>
        from element in XElement.Parse(twiml).Descendants()
        from attribute in element.Attributes()
        let name = element.Name.LocalName == "prosody" ? "SsmlProsody" : element.Name.LocalName
        where allowed[name]?.AsArray().Any(known => string.Equals(known!.GetValue<string>(), attribute.Name.LocalName, StringComparison.OrdinalIgnoreCase)) != true
        select $"{element.Name.LocalName}/{attribute.Name.LocalName}";

    private static JsonNode Verb(XElement element)
    {
        var attributes = new JsonObject(element.Attributes().Select(a => KeyValuePair.Create(a.Name.LocalName, (JsonNode?)a.Value)));
        var name = $"{char.ToLowerInvariant(element.Name.LocalName[0])}{element.Name.LocalName[1..]}";
        JsonNode content = element.HasElements ? new JsonArray([.. element.Elements().Select(Verb)]) : element.Value;
        return element.HasElements || element.Value.Length > 0 ? new JsonArray(name, attributes, content) : new JsonArray(name, attributes);
    }
}
