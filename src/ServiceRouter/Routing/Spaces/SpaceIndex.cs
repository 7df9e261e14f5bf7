using System.Globalization;

namespace ServiceRouter.Routing.Spaces;

/// <summary>One list of spaces, ready to be searched. Never changes.</summary>
internal sealed class SpaceIndex
{
    // How many of the numerically closest postcodes stand for a postcode without a space.
    private const int PostcodesAround = 3;

    private readonly ILookup<string, Space> _byDepartment;
    private readonly ILookup<string, Space> _byPostcode;
    private readonly Dictionary<string, Space> _byId;

    public SpaceIndex(SpacesReading reading)
    {
        ListDate = reading.ListDate;
        All = reading.Spaces;
        _byDepartment = All.ToLookup(space => space.Department);
        _byPostcode = All.ToLookup(space => space.Postcode);
        _byId = All.ToDictionary(space => space.Id);
        Communes = [.. All
            .GroupBy(space => (Name: PlaceName.WithoutDistrict(space.Commune), space.Department))
            .Select(group => new Commune(group.Key.Name, Departments.Find(group.Key.Department)!, [.. group]))
            .OrderBy(commune => commune.FoldedName, StringComparer.Ordinal).ThenBy(commune => commune.Department.Code, StringComparer.Ordinal)];
    }

    public DateOnly ListDate { get; }

    public IReadOnlyList<Space> All { get; }

    public IReadOnlyList<Commune> Communes { get; }

    public Space? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Space> InDepartment(string code) =>
        [.. _byDepartment[code].OrderBy(space => PlaceName.Fold(space.Commune), StringComparer.Ordinal).ThenBy(space => space.Name, StringComparer.Ordinal)];

    public NearbySpaces Nearest(Coordinates point, int count)
    {
        if (All.Count == 0)
            return new NearbySpaces(NearbyOutcome.NoSpace, []);

        // A point says nothing of its territory: the nearest space does.
        var closest = All.MinBy(space => point.KmTo(space.Location))!;
        return Around(point, Departments.Find(closest.Department)!, count);
    }

    public NearbySpaces Nearest(string postcode, int count)
    {
        if (!Departments.IsPostcode(postcode))
            return new NearbySpaces(NearbyOutcome.NotAPostcode, []);
        if (Departments.OfPostcode(postcode) is not { } department)
            return new NearbySpaces(NearbyOutcome.UnknownPostcode, []);

        // Trap: a few rows carry the postcode of another département by mistake (06922 in Rhône).
        var here = _byPostcode[postcode].Where(space => space.Department == department.Code).ToList();
        if (here.Count == 0 && TownsWithoutSpace.CentreOf(postcode) is { } centre)
            return Around(centre, department, count) with { Department = department };
        if (here.Count == 0)
            here = SpacesOfClosestPostcodes(postcode, department);
        if (here.Count == 0)
            return new NearbySpaces(NearbyOutcome.NoSpace, [], department);

        var middle = Coordinates.MiddleOf([.. here.Select(space => space.Location)]);
        bool rough = here[0].Postcode != postcode;
        return Around(middle, department, count) with { Department = department, DistancesAreRough = rough };
    }

    private NearbySpaces Around(Coordinates point, Department department, int count)
    {
        var nearest = All
            .Where(space => Departments.Find(space.Department)!.SharesGroundWith(department))
            .Select(space => new NearbySpace(space, point.KmTo(space.Location)))
            .OrderBy(near => near.Km).ThenBy(near => near.Space.Id, StringComparer.Ordinal)
            .Take(count)
            .ToList();
        return new NearbySpaces(nearest.Count > 0 ? NearbyOutcome.Found : NearbyOutcome.NoSpace, nearest);
    }

    private List<Space> SpacesOfClosestPostcodes(string postcode, Department department)
    {
        int wanted = int.Parse(postcode, CultureInfo.InvariantCulture);
        var closest = _byDepartment[department.Code]
            .Where(space => Departments.OfPostcode(space.Postcode) == department)
            .GroupBy(space => Math.Abs(int.Parse(space.Postcode, CultureInfo.InvariantCulture) - wanted))
            .OrderBy(group => group.Key)
            .Take(PostcodesAround);
        return [.. closest.SelectMany(group => group)];
    }
}
