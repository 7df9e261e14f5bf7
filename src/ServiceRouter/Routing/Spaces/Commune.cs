namespace ServiceRouter.Routing.Spaces;

/// <summary>A commune that has at least one space. Paris, Lyon and Marseille are one commune each, with all their districts.</summary>
public sealed class Commune
{
    internal Commune(string name, Department department, IReadOnlyList<Space> spaces)
    {
        Name = name;
        Department = department;
        FoldedName = PlaceName.Fold(name);
        Middle = Coordinates.MiddleOf([.. spaces.Select(space => space.Location)]);
    }

    public string Name { get; }

    public Department Department { get; }

    /// <summary>The middle of its spaces.</summary>
    public Coordinates Middle { get; }

    internal string FoldedName { get; }

    /// <summary>Whether the space stands in this commune.</summary>
    public bool Has(Space space) => space.Department == Department.Code && PlaceName.WithoutDistrict(space.Commune) == Name;

    /// <summary>Name and département code, understood by <see cref="SpaceDirectory.FindPlace"/>: "Saint-Denis (974)".</summary>
    public override string ToString() => $"{Name} ({Department.Code})";
}
