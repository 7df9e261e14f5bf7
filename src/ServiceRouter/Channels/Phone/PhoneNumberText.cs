namespace ServiceRouter.Channels.Phone;

/// <summary>A number as people write it, as it is dialled.</summary>
internal static class PhoneNumberText
{
    private const string France = "+33";

    /// <summary>0199001234 becomes +33199001234; null and what begins with + stay as they are.</summary>
    public static string? Dialled(string? number) => number is ['0', not '0', .. { Length: 8 } rest] ? $"{France}{number[1]}{rest}" : number;
}
