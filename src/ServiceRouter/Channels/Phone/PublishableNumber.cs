using PhoneNumbers;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// Which numbers a public service may ask people to call or write to: never one that costs more than a normal call (loi 2018-727, art. 28),
/// and never a mobile number, which is for talk between persons (Arcep, décision 2022-1583).
/// </summary>
public static class PublishableNumber
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>Why the number may not be used; null when it may.</summary>
    /// <param name="number">As +33…, as ten French digits, or a short number of 3 to 5 digits.</param>
    public static string? Refusal(string number)
    {
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        // 3xxx and 10xx are free or at the price of a call where the State uses them; 118xyz and the like are not.
        if (digits.Length is >= 3 and <= 5 && !number.Contains('+', StringComparison.Ordinal))
            return digits.StartsWith("118", StringComparison.Ordinal) ? "a directory number costs more than a call" : null;
        PhoneNumber parsed;
        try
        {
            parsed = Numbers.Parse(number, "FR");
        }
        catch (NumberParseException)
        {
            return "it is not a telephone number";
        }
        if (!Numbers.IsPossibleNumber(parsed)) return "it is not a telephone number";
        if (CallableNumber.CostsMore(parsed)) return "it costs more than a normal call";
        var isFrenchMobile = parsed.CountryCode == 33 && parsed.NationalNumber.ToString(System.Globalization.CultureInfo.InvariantCulture)[0] is '6' or '7';
        return isFrenchMobile ? "06 and 07 are for talk between persons (Arcep 2022-1583): use 01 to 05, 09 or 080" : null;
    }
}
