using PhoneNumbers;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels;

/// <summary>
/// Where a telephone number is at home, for whoever has not said where they are: their hours, their holidays and their clock, and the counsellors of their own territory
/// first. Overseas only: in metropolitan France numbers no longer tell where. A postcode comes before it (docs/adr/0062). Pure.
/// </summary>
public static class TerritoryOfNumber
{
    private const int Guadeloupe = 590, Guyane = 594, Martinique = 596, SaintPierre = 508, IndianOcean = 262;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <param name="number">As +596…, or as ten French digits; null when it is hidden.</param>
    /// <returns>Code of <see cref="Routing.Spaces.Departments"/>; null in metropolitan France, abroad, and for what cannot be read. Guadeloupe also for its former islands, which have its clock.</returns>
    public static string? Of(string? number)
    {
        if (PhoneNumberText.Dialled(number) is not ['+', ..] dialled) return null;
        try
        {
            var parsed = Numbers.Parse(dialled, defaultRegion: null);
            return parsed.CountryCode switch
            {
                Guadeloupe => "971",
                Martinique => "972",
                Guyane => "973",
                SaintPierre => "975",
                IndianOcean => IsOfMayotte(parsed) ? "976" : "974",
                _ => null,
            };
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // The two share one calling code. Lists lag behind what is given out: the beginnings that are Mayotte's as a whole are looked at first.
    private static bool IsOfMayotte(PhoneNumber number) => number.NationalNumber / 1_000_000 is 269 or 639 || Numbers.IsValidNumberForRegion(number, "YT");
}
