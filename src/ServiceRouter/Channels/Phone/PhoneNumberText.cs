namespace ServiceRouter.Channels.Phone;

/// <summary>A number as people write it, as it is dialled.</summary>
public static class PhoneNumberText
{
    private const string France = "+33";

    /// <summary>0199001234 becomes +33199001234; null and what begins with + stay as they are.</summary>
    public static string? Dialled(string? number) => number is ['0', not '0', .. { Length: 8 } rest] ? $"{France}{number[1]}{rest}" : number;

    /// <summary>+33199001234 becomes 01 99 00 12 34, as people read it; any other number stays as it is.</summary>
    public static string Written(string number)
    {
        var digits = number.StartsWith(France, StringComparison.Ordinal) ? $"0{number[France.Length..]}" : number;
        return digits is ['0', not '0', ..] && digits.Length == 10 ? string.Join(' ', digits.Chunk(2).Select(pair => new string(pair))) : number;
    }
}
