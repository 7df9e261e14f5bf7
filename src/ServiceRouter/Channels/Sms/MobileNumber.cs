using System.Globalization;
using PhoneNumbers;

namespace ServiceRouter.Channels.Sms;

/// <summary>Which numbers get text messages: one sent to a landline is read out by a machine at night, or lost and paid. Pure.</summary>
internal static class MobileNumber
{
    private const int France = 33;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <param name="number">As +33… or as ten French digits.</param>
    public static bool Is(string number)
    {
        PhoneNumber parsed;
        try
        {
            parsed = Numbers.Parse(number, "FR");
        }
        catch (NumberParseException)
        {
            return false;
        }
        // Arcep gives out 06 and 07 faster than lists of ranges are renewed.
        if (parsed.CountryCode == France) return Numbers.IsPossibleNumber(parsed) && parsed.NationalNumber.ToString(CultureInfo.InvariantCulture)[0] is '6' or '7';
        return Numbers.GetNumberType(parsed) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;
    }
}
