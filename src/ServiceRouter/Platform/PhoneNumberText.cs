using PhoneNumbers;

namespace ServiceRouter.Platform;

/// <summary>A number as people write it, as it is dialled.</summary>
public static class PhoneNumberText
{
    private const string France = "+33";

    // None of their numbers begins with 0 behind the code: one that is written there is the one for calls within the country.
    private static readonly string[] FrenchCodes = [France, "+590", "+594", "+596", "+262"];

    // Their numbers have their own calling codes, and lie in one list of ten digits with those of metropolitan France (docs/adr/0060).
    private static readonly string[] Overseas = ["GP", "MF", "BL", "GF", "MQ", "RE", "YT", "PM"];

    // Given to a territory as a whole: ranges within them are given out faster than lists are renewed.
    private static readonly (string Begins, string Code)[] Given =
    [
        ("0590", "+590"), ("0690", "+590"), ("0691", "+590"), ("0594", "+594"), ("0694", "+594"), ("0596", "+596"), ("0696", "+596"), ("0697", "+596"),
        ("0262", "+262"), ("0263", "+262"), ("0692", "+262"), ("0693", "+262"), ("0269", "+262"), ("0639", "+262"),
    ];

    // The numbers of Saint-Pierre-et-Miquelon are the six digits that follow: here the code itself is written before them.
    private const string SaintPierre = "0508";

    // Nobody's, for films and examples.
    private const string Films = "063998";

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>0199001234 becomes +33199001234, and 0696123456 +596696123456; +33 (0)1… loses the 0 that is not dialled; null and all else stay as they are.</summary>
    public static string? Dialled(string? number) => number switch
    {
        ['0', not '0', .. { Length: 8 }] when number.All(char.IsAsciiDigit) => OverseasNumber(number) ?? $"{France}{number[1..]}",
        ['+', ..] when FrenchCodes.FirstOrDefault(code => number.StartsWith($"{code}0", StringComparison.Ordinal)) is { } code => $"{code}{number[(code.Length + 1)..]}",
        _ => number,
    };

    /// <summary>+33199001234 becomes 01 99 00 12 34, as people read it; any other number stays as it is.</summary>
    public static string Written(string number)
    {
        var digits = number.StartsWith(France, StringComparison.Ordinal) ? $"0{number[France.Length..]}" : number;
        return digits is ['0', not '0', ..] && digits.Length == 10 ? string.Join(' ', digits.Chunk(2).Select(pair => new string(pair))) : number;
    }

    /// <summary>Null in metropolitan France, and for what is the same everywhere: free and charged numbers.</summary>
    private static string? OverseasNumber(string number)
    {
        if (number[1] == '8' || number.StartsWith(Films, StringComparison.Ordinal)) return null;
        if (number.StartsWith(SaintPierre, StringComparison.Ordinal)) return $"+{number[1..]}";
        // The list of metropolitan France is the widest, and has some of theirs too.
        foreach (var region in Overseas)
            if (Valid(number, region) is { } dialled) return dialled;
        return Given.Where(given => number.StartsWith(given.Begins, StringComparison.Ordinal)).Select(given => $"{given.Code}{number[1..]}").FirstOrDefault();
    }

    private static string? Valid(string number, string region)
    {
        var parsed = Numbers.Parse(number, region);
        return Numbers.IsValidNumberForRegion(parsed, region) ? Numbers.Format(parsed, PhoneNumberFormat.E164) : null;
    }
}
