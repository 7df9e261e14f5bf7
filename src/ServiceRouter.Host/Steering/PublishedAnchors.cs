using System.Globalization;
using System.Text;
using System.Text.Json;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Steering;

/// <summary>The anchors as they are published, and read back from a copy that somebody kept.</summary>
internal static class PublishedAnchors
{
    private const string Head = "jour;journaux;tardifs;racine;empreinte_precedente;empreinte";

    public static byte[] WriteCsv(IEnumerable<ExportedAnchor> anchors)
    {
        var text = new StringBuilder(Head + "\r\n");
        foreach (var a in anchors) text.Append(CultureInfo.InvariantCulture, $"{a.Day:yyyy-MM-dd};{a.Leaves};{a.Late};{a.Root};{a.PreviousHash};{a.Hash}\r\n");
        return FrenchCsv.Bytes(text);
    }

    /// <summary>Hash of each day, from /registre/ancrages.csv or /registre.json.</summary>
    /// <exception cref="FormatException">It is neither, holds no day, or one day with two hashes: nothing can be compared with it.</exception>
    public static IReadOnlyDictionary<DateOnly, string> Read(string text)
    {
        text = text.TrimStart('\ufeff').TrimStart();
        var days = text.StartsWith('{') ? OfJson(text) : OfCsv(text);
        return days.Count > 0 ? days : throw new FormatException("The copy of the anchors holds no day: nothing can be compared with it.");
    }

    private static Dictionary<DateOnly, string> OfJson(string text)
    {
        using var json = JsonDocument.Parse(text);
        if (!json.RootElement.TryGetProperty("anchors", out var anchors)) throw new FormatException("The copy of the register has no anchors.");
        return Days((anchors.Deserialize<List<ExportedAnchor?>>(JsonSerializerOptions.Web) ?? []).Select(a => a is { Hash: not null } ? (a.Day, a.Hash) : throw new FormatException("The copy of the register has an anchor without a hash.")));
    }

    private static Dictionary<DateOnly, string> OfCsv(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0 || lines[0] != Head) throw new FormatException($"A copy of the anchors begins with the line {Head}");
        return Days(lines.Skip(1).Select(line => line.Split(';')).Select(cells => cells.Length == 6 && DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, cells[5]) : throw new FormatException($"No anchor: {string.Join(';', cells)}")));
    }

    /// <summary>A copy that was made by adding to it has a day more than once, and says the same each time.</summary>
    private static Dictionary<DateOnly, string> Days(IEnumerable<(DateOnly Day, string Hash)> anchors)
    {
        var days = new Dictionary<DateOnly, string>();
        foreach (var (day, hash) in anchors)
            if (!days.TryAdd(day, hash) && days[day] != hash) throw new FormatException($"The copy of the anchors has the day {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} with two hashes: which of them was published it does not tell.");
        return days;
    }
}
