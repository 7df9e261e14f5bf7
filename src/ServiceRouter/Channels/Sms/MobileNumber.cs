using System.Globalization;
using PhoneNumbers;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Sms;

/// <summary>Which numbers get text messages: one sent to a landline is read out by a machine at night, or lost and paid. Pure.</summary>
internal static class MobileNumber
{
    // Metropolitan France and its overseas territories: Saint-Pierre-et-Miquelon, Guadeloupe, Guyane, Martinique, La Réunion and Mayotte.
    private static readonly int[] French = [33, 508, 590, 594, 596, 262];

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <param name="number">As +33… or as ten French digits.</param>
    public static bool Is(string number)
    {
        PhoneNumber parsed;
        try
        {
            parsed = Numbers.Parse(PhoneNumberText.Dialled(number), "FR");
        }
        catch (NumberParseException)
        {
            return false;
        }
        // Arcep gives out 06 and 07 faster than lists of ranges are renewed.
        if (French.Contains(parsed.CountryCode) && Numbers.IsPossibleNumber(parsed) && parsed.NationalNumber.ToString(CultureInfo.InvariantCulture) is ['6' or '7', .. { Length: 8 }]) return true;
        return Numbers.GetNumberType(parsed) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;
    }
}
