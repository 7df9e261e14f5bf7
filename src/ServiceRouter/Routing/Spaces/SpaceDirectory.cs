using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing.Spaces;

/// <summary>The spaces in force, in memory. Safe for many threads; a newer list replaces the old one in one step.</summary>
public sealed class SpaceDirectory
{
    // So many farther ones are looked at too, for one that is open.
    private const int Neighbours = 5;

    private volatile SpaceIndex _index;

    /// <param name="reading">A list that was not refused.</param>
    /// <exception cref="ArgumentException">The list was refused.</exception>
    public SpaceDirectory(SpacesReading reading) => _index = IndexOf(reading);

    /// <summary>All spaces, in the order of the list.</summary>
    public IReadOnlyList<Space> All => _index.All;

    /// <summary>Date of the list: to be shown wherever its hours or phones are.</summary>
    public DateOnly ListDate => _index.ListDate;

    /// <summary>The mention that the licence asks for, in French.</summary>
    public string SourceMention =>
        $"Source : ANCT et Banque des Territoires, liste des structures France services, {FrenchDates.Date(ListDate)}, data.gouv.fr, Licence Ouverte 2.0";

    /// <summary>Every département and overseas collectivity, also those without a space.</summary>
    public static IReadOnlyList<Department> Departments => Spaces.Departments.All;

    /// <summary>The space with this id of the list, or null.</summary>
    public Space? Find(string id) => _index.Find(id);

    /// <summary>Spaces of a département by commune; empty for an unknown code.</summary>
    public IReadOnlyList<Space> InDepartment(string code) => _index.InDepartment(code);

    /// <summary>The nearest spaces that can be reached on the ground, distances from the middle of the spaces with this postcode.</summary>
    /// <param name="postcode">Five digits; anything else is answered, not thrown.</param>
    /// <param name="count">At most so many, 1 or more.</param>
    public NearbySpaces Nearest(string postcode, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _index.Nearest(postcode, count);
    }

    /// <inheritdoc cref="Nearest(string, int)"/>
    public NearbySpaces Nearest(Coordinates point, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _index.Nearest(point, count);
    }

    /// <summary>
    /// For somebody who would go there now: the nearest in any case, whenever it opens, and those of the neighbourhood that are open; these come first. Never only these: at six in the
    /// morning hardly one is open in the whole country, and one at the other end of it helps nobody.
    /// </summary>
    /// <inheritdoc cref="Nearest(string, int)"/>
    public NearbySpaces NearestOpenFirst(string postcode, int count, DateTimeOffset now)
    {
        var near = Nearest(postcode, count + Neighbours);
        return near with { Spaces = [.. OpenFirst(near.Spaces.Take(1).Concat(OpenFirst(near.Spaces.Skip(1)).Take(count - 1)))] };

        IEnumerable<NearbySpace> OpenFirst(IEnumerable<NearbySpace> spaces) => spaces.OrderByDescending(n => OpeningHours.IsOpen(n.Space, now));
    }

    /// <summary>What a place typed by a citizen means: a postcode, a commune of the list, a département.</summary>
    public PlaceFound FindPlace(string text) => PlaceSearch.In(_index, text);

    /// <summary>Puts a newer list in force; who is searching the old one finishes on it.</summary>
    /// <exception cref="ArgumentException">The list was refused; the old one stays.</exception>
    public void Replace(SpacesReading reading) => _index = IndexOf(reading);

    private static SpaceIndex IndexOf(SpacesReading reading) =>
        reading.Refusal is null ? new SpaceIndex(reading) : throw new ArgumentException(reading.Refusal, nameof(reading));
}
