using System.Globalization;
using System.Xml.Linq;

namespace ServiceRouter.Connectors.Twilio.TwiML;

/// <summary>One instruction of TwiML. There is no verb that records: no audio is kept.</summary>
internal abstract record Verb
{
    internal abstract XElement Write();

    /// <summary>An element with those attributes that have a value.</summary>
    private protected static XElement Element(string name, params (string Name, object? Value)[] attributes)
    {
        var element = new XElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (Text(value) is { } text) element.SetAttributeValue(attribute, TwimlDocument.Clean(text));
        }
        return element;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        TimeSpan span => ((int)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
