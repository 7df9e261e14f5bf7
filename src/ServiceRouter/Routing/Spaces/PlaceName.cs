using System.Globalization;
using System.Text;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Names of places made comparable: "St Denis", "SAINT-DENIS" and "Saint-Denis" are the same.</summary>
internal static class PlaceName
{
    public static string Fold(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (char letter in name.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            letters.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ');
        }

        var words = letters.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Unabbreviated);
        return string.Join(' ', words);
    }

    /// <summary>The commune without its district: "Paris 12e" is in Paris.</summary>
    public static string WithoutDistrict(string commune)
    {
        int lastSpace = commune.LastIndexOf(' ');
        return lastSpace > 0 && char.IsAsciiDigit(commune[lastSpace + 1]) ? commune[..lastSpace] : commune;
    }

    private static string Unabbreviated(string word) => word switch
    {
        "st" => "saint",
        "ste" => "sainte",
        _ => word,
    };
}
