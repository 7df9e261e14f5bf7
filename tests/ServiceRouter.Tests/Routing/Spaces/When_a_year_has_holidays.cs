using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_year_has_holidays
{
    [Theory]
    [InlineData(2024, 3, 31)]
    [InlineData(2025, 4, 20)]
    [InlineData(2026, 4, 5)]
    [InlineData(2027, 3, 28)]
    [InlineData(2038, 4, 25)]
    [InlineData(2285, 3, 22)]
    public void Easter_is_the_known_one(int year, int month, int day) => FrenchHolidays.EasterSunday(year).Should().Be(new DateOnly(year, month, day));

    [Theory]
    [InlineData("75", 11)]
    [InlineData("67", 13)]
    [InlineData("971", 12)]
    [InlineData("977", 12)]
    [InlineData("978", 12)]
    public void A_territory_has_its_number_of_them(string department, int count) =>
        Enumerable.Range(0, 365).Select(new DateOnly(2027, 1, 1).AddDays).Count(day => FrenchHolidays.IsHoliday(day, department)).Should().Be(count);
}
