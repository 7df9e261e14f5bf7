using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_postcode_is_looked_up
{
    [Theory]
    [InlineData("75011", "75")]
    [InlineData("01200", "01")]
    [InlineData("20000", "2A")]
    [InlineData("20137", "2A")]
    [InlineData("20200", "2B")]
    [InlineData("20600", "2B")]
    [InlineData("97110", "971")]
    [InlineData("97133", "977")]
    [InlineData("97150", "978")]
    [InlineData("97500", "975")]
    [InlineData("97600", "976")]
    [InlineData("98800", "988")]
    [InlineData("98000", null)]
    [InlineData("00100", null)]
    [InlineData("96000", null)]
    [InlineData("99999", null)]
    [InlineData("7501", null)]
    [InlineData("٧٥٠١١", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Its_departement_is_known(string? postcode, string? department) =>
        (Departments.OfPostcode(postcode)?.Code).Should().Be(department);

    [Fact]
    public void There_are_101_departements_in_18_regions()
    {
        var departments = SpaceDirectory.Departments.Where(department => department.RegionCode != department.Code || department.Code.Length == 2).ToList();

        departments.Should().HaveCount(101).And.OnlyHaveUniqueItems(department => department.Name);
        departments.Select(department => department.RegionCode).Distinct().Should().HaveCount(18);
    }

    [Fact]
    public void Each_departement_of_the_list_has_a_time_zone_and_a_name() =>
        RealSpaces.Directory.All.Select(space => space.Department).Distinct().Should().HaveCount(102)
            .And.OnlyContain(code => Departments.Find(code) != null)
            .And.OnlyContain(code => code.Length == 2 == (TerritoryTime.ZoneOf(code).Id == "Europe/Paris"));
}
