using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Pages;

/// <summary>The spaces near a place, from memory: for pages that are shown when nothing else answers.</summary>
internal static class PeopleNow
{
    private const int Shown = 3;

    /// <summary>Empty when the place is not known.</summary>
    /// <param name="directory">The list in force.</param>
    /// <param name="place">What a form sent: a postcode or a commune.</param>
    /// <param name="now">For the hours.</param>
    public static IReadOnlyList<SpaceCard> Near(SpaceDirectory directory, string place, DateTimeOffset now)
    {
        var near = directory.FindPlace(place) switch
        {
            PlaceFound.ByPostcode(var postcode) => directory.NearestOpenFirst(postcode, Shown, now).Spaces,
            PlaceFound.OneCommune(var commune) => directory.Nearest(commune.Middle, Shown).Spaces,
            _ => [],
        };
        // Where somebody is now comes first; of the others the page says when they open.
        return [.. near.Select(n => SpaceCard.Of(n.Space, SpaceCard.DistanceInWords(n.Km), now)).OrderByDescending(card => card.IsOpen)];
    }
}
