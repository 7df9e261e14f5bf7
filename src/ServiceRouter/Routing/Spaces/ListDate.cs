using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Of which day a list is. The list itself does not say it.</summary>
internal static partial class ListDate
{
    /// <summary>From a name such as <c>liste-fs-20240801.csv</c> or <c>france-services-2024-08-01.csv</c>; null when there is none.</summary>
    public static DateOnly? InName(string fileName)
    {
        var match = DateInName().Match(fileName);
        string digits = match.Groups["y"].Value + match.Groups["m"].Value + match.Groups["d"].Value;
        return DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>The day of the newest label in the list: the list is not older than that, so hours never look fresher than they are.</summary>
    public static DateOnly? LatestLabel(IEnumerable<SpaceRow> rows)
    {
        DateOnly? latest = null;
        foreach (var row in rows)
        {
            string label = DateInLabel().Match(row.Label).Value;
            if (DateOnly.TryParseExact(label, "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && (latest is null || date > latest))
                latest = date;
        }

        return latest;
    }

    [GeneratedRegex(@"(?<!\d)(?<y>20\d{2})-?(?<m>\d{2})-?(?<d>\d{2})(?!\d)")]
    private static partial Regex DateInName();

    [GeneratedRegex(@"\d{2}/\d{2}/\d{4}")]
    private static partial Regex DateInLabel();
}
