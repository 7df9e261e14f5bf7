using System.Globalization;
using PhoneNumbers;

namespace ServiceRouter.Platform;

/// <summary>
/// Which numbers the service rings: those that can be one, none at more than the price of a call, and none without a country (satellites, networks of their own). Anybody can type a
/// number, a caller's own is easily forged, and an account at the desk may be stolen: whoever earns by calls to it would have the service ring it. Pure.
/// </summary>
public static class CallableNumber
{
    private const int France = 33;

    // What the list of regions calls a code that belongs to no country: 870 and 881 of satellites, 882, 883, 979 and their like.
    private const string NoCountry = "001";

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <param name="number">As +33… or as ten French digits. What cannot be read is no number to ring.</param>
    public static bool Is(string number) => Parse(number) is { } parsed && !CostsMore(parsed) && Numbers.GetRegionCodeForCountryCode(parsed.CountryCode) != NoCountry;

    /// <summary>Whether it has as many digits as numbers of its country have. Not whether it was given out: ranges are, overseas too, faster than lists are renewed.</summary>
    /// <param name="number">As +33… or as ten French digits.</param>
    public static bool IsPossible(string number) => Parse(number) is not null;

    private static PhoneNumber? Parse(string number)
    {
        try
        {
            var parsed = Numbers.Parse(PhoneNumberText.Dialled(number), "FR");
            return Numbers.IsPossibleNumberWithReason(parsed) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE ? parsed : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>More than a normal call.</summary>
    internal static bool CostsMore(PhoneNumber parsed)
    {
        if (parsed.CountryCode != France) return Numbers.GetNumberType(parsed) is PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST;
        var national = parsed.NationalNumber.ToString(CultureInfo.InvariantCulture);
        // 0800 to 0805 are free, 0806 to 0809 cost a normal call; 081, 082, 089 and their neighbours are charged.
        return national.StartsWith('8') && !national.StartsWith("80", StringComparison.Ordinal);
    }
}
