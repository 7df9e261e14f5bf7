using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// Reads when somebody wants to be called back from what a caller says in French ("demain à dix heures et demie") or types (1430). Only what is said is
/// read: without an hour there is no moment. Hours of the day that nobody works at are those of the afternoon: "à deux heures" is 14 h. Pure.
/// </summary>
internal static partial class SpokenMoment
{
    private static readonly string[] Numbers =
    [
        "zero", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
    ];

    private static readonly (string Word, string Digits)[] Tens = [("trente", "30"), ("quarante", "40"), ("cinquante", "50")];

    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    /// <param name="words">What was said, or three or four digits of a clock.</param>
    /// <param name="now">Wall time of whoever speaks.</param>
    /// <returns>Wall time, not before today; null when no hour of the day was named.</returns>
    public static DateTime? Read(string words, DateTime now)
    {
        var said = Digits(Plain(words));
        if (Later().Match(said) is { Success: true } later) return now + Span(later);
        if (TimeOf(said) is not { } time) return null;
        var day = DayOf(said, now);
        // Without a day it is the next such time.
        return day is { } named ? named.Add(time) : now.Date.Add(time) > now ? now.Date.Add(time) : now.Date.AddDays(1).Add(time);
    }

    private static DateTime? DayOf(string said, DateTime now)
    {
        if (said.Contains("apres demain", StringComparison.Ordinal)) return now.Date.AddDays(2);
        if (said.Contains("demain", StringComparison.Ordinal)) return now.Date.AddDays(1);
        if (Today().IsMatch(said)) return now.Date;
        var day = Array.FindIndex(Days, name => said.Contains(name, StringComparison.Ordinal));
        if (day < 0) return null;
        var ahead = (day - (int)now.DayOfWeek + 7) % 7;
        return now.Date.AddDays(ahead == 0 ? 7 : ahead);
    }

    private static TimeSpan? TimeOf(string said)
    {
        if (Typed().Match(said) is { Success: true } typed) return Clock(typed.Groups["h"].Value, typed.Groups["m"].Value, 0, isExact: true);
        if (Spoken().Match(said) is { Success: true } spoken)
            return Clock(spoken.Groups["h"].Value, spoken.Groups["m"].Value, Part(spoken.Groups["part"].Value), isExact: said.Contains("matin", StringComparison.Ordinal));
        return Noon().Match(said) is { Success: true } noon ? new TimeSpan(12, Part(noon.Groups["part"].Value), 0) : null;
    }

    private static TimeSpan? Clock(string hour, string minute, int part, bool isExact)
    {
        var h = int.Parse(hour, CultureInfo.InvariantCulture);
        var m = minute.Length == 0 ? part : int.Parse(minute, CultureInfo.InvariantCulture);
        if (h > 23 || m > 59) return null;
        if (!isExact && h is >= 1 and < 8) h += 12;
        return new TimeSpan(h, m, 0);
    }

    private static TimeSpan Span(Match later) =>
        later.Groups["half"].Success ? TimeSpan.FromMinutes(30)
        : later.Groups["h"].Success ? TimeSpan.FromHours(int.Parse(later.Groups["h"].Value, CultureInfo.InvariantCulture))
        : TimeSpan.FromMinutes(int.Parse(later.Groups["m"].Value, CultureInfo.InvariantCulture));

    private static int Part(string words) => words switch
    {
        "et demie" or "et demi" => 30,
        "et quart" => 15,
        "moins le quart" => -15,
        "moins 10" => -10,
        "moins 5" => -5,
        _ => 0,
    };

    /// <summary>Small letters, no accents, no signs but colons, single spaces.</summary>
    private static string Plain(string words)
    {
        var plain = new StringBuilder();
        foreach (var sign in words.ToLowerInvariant().Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark)
                plain.Append(char.IsAsciiLetterOrDigit(sign) || sign is ':' ? sign : ' ');
        return Spaces().Replace(plain.ToString(), " ").Trim();
    }

    // The longest first: dix-sept before dix.
    private static string Digits(string plain)
    {
        for (var number = Numbers.Length - 1; number >= 0; number--)
            plain = Regex.Replace(plain, $@"\b{Numbers[number].Replace('-', ' ')}\b", number.ToString(CultureInfo.InvariantCulture), RegexOptions.CultureInvariant);
        foreach (var (word, digits) in Tens) plain = plain.Replace(word, digits, StringComparison.Ordinal);
        return Compound().Replace(plain, "${tens}${ones}");
    }

    [GeneratedRegex(@"^(?<h>\d{1,2})(?<m>\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();

    [GeneratedRegex(@"\b(?<h>\d{1,2}) ?(?:heures?|h|:) ?(?:(?<m>\d{1,2})\b|(?<part>et demie?|et quart|moins le quart|moins 10|moins 5))?", RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"(?<!apres )\bmidi\b ?(?<part>et demie?|et quart|moins le quart)?", RegexOptions.CultureInvariant)]
    private static partial Regex Noon();

    [GeneratedRegex(@"\bdans (?:(?<half>1 demi heure)|(?<h>\d{1,2}) (?:heures?|h)\b|(?<m>\d{1,2}) (?:minutes?|min)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Later();

    // Twenty and one: 21, and what is said like it.
    [GeneratedRegex(@"\b(?<tens>[2345])0 (?:et )?(?<ones>[1-9])\b", RegexOptions.CultureInvariant)]
    private static partial Regex Compound();

    [GeneratedRegex(@"aujourd hui|ce matin|cet apres midi|tout a l heure|ce soir", RegexOptions.CultureInvariant)]
    private static partial Regex Today();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
