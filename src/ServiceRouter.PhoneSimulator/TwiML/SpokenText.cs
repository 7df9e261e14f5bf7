using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>What a voice makes of the content of a Say, as words to read.</summary>
internal static class SpokenText
{
    public static string Of(XElement say)
    {
        var text = new StringBuilder();
        Write(say, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Time that the breaks inside take.</summary>
    public static TimeSpan Breaks(XElement say) => say.Descendants().Where(part => part.Name.LocalName == "break")
        .Aggregate(TimeSpan.Zero, (sum, part) => sum + Length((string?)part.Attribute("time")));

    private static void Write(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words)
                text.Append(words.Value);
            if (node is not XElement part)
                continue;
            switch (part.Name.LocalName)
            {
                case "break":
                    text.Append(' ');
                    break;
                case "sub":
                    text.Append((string?)part.Attribute("alias") ?? part.Value);
                    break;
                case "say-as" when (string?)part.Attribute("interpret-as") is "digits" or "characters" or "spell-out" or "telephone":
                    text.AppendJoin(' ', part.Value.Where(letter => !char.IsWhiteSpace(letter)));
                    break;
                case "p" or "s":
                    text.Append(' ');
                    Write(part, text);
                    text.Append(' ');
                    break;
                default:
                    Write(part, text);
                    break;
            }
        }
    }

    private static TimeSpan Length(string? time)
    {
        var (number, unit) = time switch
        {
            null => ("1", 1.0),
            _ when time.EndsWith("ms", StringComparison.Ordinal) => (time[..^2], 0.001),
            _ => (time.TrimEnd('s'), 1.0),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and < 60_000
            ? TimeSpan.FromSeconds(amount * unit)
            : TimeSpan.Zero;
    }
}
