using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_the_nearest_spaces_are_sought
{
    private static readonly SpaceDirectory Directory = RealSpaces.Directory;

    [Fact]
    public void Those_of_the_postcode_come_first()
    {
        var nearby = Directory.Nearest("01200", 5);

        nearby.Outcome.Should().Be(NearbyOutcome.Found);
        nearby.Department!.Name.Should().Be("Ain");
        nearby.DistancesAreRough.Should().BeFalse();
        nearby.Spaces.Should().HaveCount(5).And.BeInAscendingOrder(near => near.Km);
        nearby.Spaces[0].Space.Commune.Should().Be("Valserhône");
        nearby.Spaces[4].Km.Should().BeInRange(5, 60);
    }

    [Fact]
    public void A_postcode_without_a_space_stands_near_its_neighbours()
    {
        // 23600 (Boussac and around) has spaces; 23599 does not exist.
        var nearby = Directory.Nearest("23599", 3);

        nearby.Outcome.Should().Be(NearbyOutcome.Found);
        nearby.DistancesAreRough.Should().BeTrue();
        nearby.Spaces.Should().Contain(near => near.Space.Department == "23");
    }

    [Fact]
    public void A_large_town_without_a_space_is_known_by_its_place()
    {
        var nearby = Directory.Nearest("74000", 3);

        nearby.DistancesAreRough.Should().BeFalse();
        nearby.Spaces[0].Km.Should().BeLessThan(15);
    }

    [Fact]
    public void Every_such_town_lies_in_its_departement() =>
        TownsWithoutSpace.All.Should().OnlyContain(town =>
            Directory.InDepartment(Departments.OfPostcode(town.Postcode)!.Code).Min(space => space.Location.KmTo(town.Centre)) < 25);

    [Fact]
    public void The_sea_is_not_crossed()
    {
        Directory.Nearest("97150", 50).Spaces.Should().OnlyContain(near => near.Space.Department == "978");
        Directory.Nearest("20200", 200).Spaces.Should().OnlyContain(near => near.Space.Department == "2A" || near.Space.Department == "2B");
        Directory.Nearest("06300", 200).Spaces.Should().NotContain(near => near.Space.Department == "2A" || near.Space.Department == "2B");
    }

    [Theory]
    [InlineData("75O11", NearbyOutcome.NotAPostcode)]
    [InlineData("", NearbyOutcome.NotAPostcode)]
    [InlineData("98000", NearbyOutcome.UnknownPostcode)]
    [InlineData("97133", NearbyOutcome.NoSpace)]
    [InlineData("98800", NearbyOutcome.NoSpace)]
    public void No_answer_has_its_reason(string postcode, NearbyOutcome outcome)
    {
        var nearby = Directory.Nearest(postcode, 5);

        nearby.Outcome.Should().Be(outcome);
        nearby.Spaces.Should().BeEmpty();
    }

    [Fact]
    public void Those_of_the_neighbourhood_that_are_open_come_first()
    {
        var near = Directory.Nearest("23000", 8).Spaces;
        // An hour of that week at which the nearest is closed and more of them are open than are shown.
        var hour = Enumerable.Range(0, 7 * 24).Select(h => SampleSpaces.InParis(2026, 11, 23, 0).AddHours(h))
            .First(at => !OpeningHours.IsOpen(near[0].Space, at) && near.Count(n => OpeningHours.IsOpen(n.Space, at)) >= 3);

        var first = Directory.NearestOpenFirst("23000", 3, hour).Spaces;

        first.Should().HaveCount(3).And.OnlyContain(n => near.Contains(n));
        OpeningHours.IsOpen(first[0].Space, hour).Should().BeTrue();
        first.Select(n => OpeningHours.IsOpen(n.Space, hour)).Should().BeInDescendingOrder();
        first.Should().Contain(near[0], "it may be in the citizen's own street");
    }

    [Fact]
    public void At_an_hour_at_which_hardly_one_is_open_in_the_country_the_nearest_are_given()
    {
        var early = SampleSpaces.InParis(2026, 11, 30, 6, 10);

        Directory.NearestOpenFirst("23000", 3, early).Spaces.Should().Equal(Directory.Nearest("23000", 3).Spaces);
    }

    [Fact]
    public void A_point_works_too()
    {
        var bastia = new Coordinates(42.70, 9.45);

        Directory.Nearest(bastia, 3).Spaces.Should().HaveCount(3).And.OnlyContain(near => near.Space.Department == "2B");
    }

    [Fact]
    public void Distances_are_those_of_the_globe() =>
        // Paris to Marseille, about 661 km as the crow flies.
        new Coordinates(48.8566, 2.3522).KmTo(new Coordinates(43.2965, 5.3698)).Should().BeApproximately(661, 2);

    [Fact]
    public void Every_departement_of_the_list_has_spaces_in_it()
    {
        Directory.InDepartment("23").Should().NotBeEmpty().And.OnlyContain(space => space.Department == "23");
        Directory.InDepartment("99").Should().BeEmpty();
    }

    [Fact]
    public void A_newer_list_replaces_the_old_one_and_a_refused_one_does_not()
    {
        var directory = new SpaceDirectory(SampleSpaces.Read(SampleSpaces.Row("1")));

        directory.Replace(SampleSpaces.Read(SampleSpaces.Row("2")));
        FluentActions.Invoking(() => directory.Replace(SampleSpaces.Read())).Should().Throw<ArgumentException>();

        directory.All.Should().ContainSingle().Which.Id.Should().Be("2");
        directory.Find("1").Should().BeNull();
    }
}
