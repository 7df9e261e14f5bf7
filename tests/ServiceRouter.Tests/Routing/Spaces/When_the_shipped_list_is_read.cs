using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

/// <summary>Figures of the real list, counted independently (the README of the list and the study of its coverage).</summary>
public sealed class When_the_shipped_list_is_read
{
    private static readonly IReadOnlyList<Space> All = RealSpaces.Reading.Spaces;

    [Fact]
    public void All_rows_are_understood()
    {
        RealSpaces.Reading.Refusal.Should().BeNull();
        RealSpaces.Reading.Problems.Should().BeEmpty();
        RealSpaces.Reading.MissingColumns.Should().BeEmpty();
        RealSpaces.Reading.ListDate.Should().Be(new DateOnly(2024, 8, 1));
        All.Should().HaveCount(2845);
    }

    [Fact]
    public void Premium_and_missing_numbers_are_left_out_and_free_ones_stay()
    {
        All.Count(space => space.Phone is null).Should().Be(5);
        All.Count(space => space.Phone?.StartsWith("08", StringComparison.Ordinal) == true).Should().Be(3);
    }

    [Fact]
    public void Formats_and_appointments_are_those_of_the_list()
    {
        All.GroupBy(space => space.Format).ToDictionary(group => group.Key, group => group.Count()).Should().BeEquivalentTo(
            new Dictionary<SpaceFormat, int>
            {
                [SpaceFormat.Fixed] = 2400,
                [SpaceFormat.MultipleSites] = 174,
                [SpaceFormat.Bus] = 134,
                [SpaceFormat.FixedWithBranches] = 108,
                [SpaceFormat.Itinerant] = 29,
            });
        All.Count(space => space.TakesAppointments).Should().Be(992);
    }

    [Fact]
    public void Texts_are_on_one_line_and_without_escapes()
    {
        All.SelectMany(space => new[] { space.Name, space.Address, space.AddressComplement, space.Comment })
            .Should().NotContain(text => text != null && (text.Contains('\n') || text.Contains("\\x") || text != text.Trim()));
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, "09:30", 73, 0)]
    [InlineData(DayOfWeek.Tuesday, "08:30", 28, 3)]
    [InlineData(DayOfWeek.Tuesday, "09:30", 86, 0)]
    [InlineData(DayOfWeek.Tuesday, "12:30", 10, 10)]
    [InlineData(DayOfWeek.Tuesday, "18:30", 1, 70)]
    [InlineData(DayOfWeek.Friday, "16:30", 46, 4)]
    [InlineData(DayOfWeek.Saturday, "09:30", 20, 2)]
    [InlineData(DayOfWeek.Saturday, "18:30", 0, 102)]
    public void Coverage_is_the_known_one(DayOfWeek day, string time, int percentOpen, int departmentsWithNone)
    {
        var at = TimeOnly.ParseExact(time, "HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var open = All.Where(space => space.Hours.Cover(day, at)).ToList();

        Math.Round(100.0 * open.Count / All.Count).Should().Be(percentOpen);
        (All.Select(space => space.Department).Distinct().Count() - open.Select(space => space.Department).Distinct().Count())
            .Should().Be(departmentsWithNone);
    }

    [Theory]
    [InlineData("23", 49.8)]
    [InlineData("48", 52.0)]
    [InlineData("75", 54.0)]
    [InlineData("976", 53.0)]
    public void Spaces_of_a_departement_together_cover_a_longer_week(string department, double hours)
    {
        var spaces = All.Where(space => space.Department == department).ToList();
        double covered = Enum.GetValues<DayOfWeek>()
            .Sum(day => OpenRange.Union(spaces.SelectMany(space => space.Hours.On(day))).Sum(range => (range.To - range.From).TotalHours));

        covered.Should().BeApproximately(hours, 0.1);
    }
}
