using System.Globalization;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Reads the hours of one day as the published list writes them: <c>09:00 - 12:00 / 13:30 - 17:00</c>.</summary>
internal static class HoursText
{
    // Also read, because people type them: 9:00, 9h00, a dash of any kind.
    private static readonly string[] TimeFormats = ["HH:mm", "H:mm", "HH'h'mm", "H'h'mm"];
    private static readonly char[] Dashes = ['-', '–', '—'];

    public static bool TryRead(string text, out IReadOnlyList<OpenRange> ranges)
    {
        ranges = [];
        if (string.IsNullOrWhiteSpace(text))
            return true;

        var read = new List<OpenRange>();
        foreach (string part in text.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split(Dashes, StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || !TryTime(ends[0], out var from) || !TryTime(ends[1], out var to))
                return false;

            // Trap: the list writes 00:00 - 00:00 for a half-day that is closed.
            if (from == TimeOnly.MinValue && to == TimeOnly.MinValue)
                continue;
            if (to <= from)
                return false;

            read.Add(new OpenRange(from, to));
        }

        ranges = OpenRange.Union(read);
        return true;
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
