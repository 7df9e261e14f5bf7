using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;
using static ServiceRouter.Tests.Routing.Spaces.SampleSpaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_space_is_asked_whether_it_is_open
{
    [Theory]
    [InlineData("2026-11-24 10:00", true)] // Tuesday
    [InlineData("2026-11-24 09:00", true)]
    [InlineData("2026-11-24 12:00", false)]
    [InlineData("2026-11-24 12:30", false)]
    [InlineData("2026-11-24 19:00", false)]
    [InlineData("2026-11-29 03:00", false)] // Sunday
    [InlineData("2026-07-14 10:00", false)] // national day, a Tuesday
    [InlineData("2026-07-15 10:00", true)]
    [InlineData("2027-03-29 10:00", false)] // Easter Monday
    [InlineData("2027-05-06 10:00", false)] // Ascension
    [InlineData("2027-05-17 10:00", false)] // Whit Monday
    [InlineData("2027-03-26 10:00", true)] // Good Friday, in Paris
    [InlineData("2026-03-30 09:00", true)] // the Monday after the clock went forward
    [InlineData("2026-10-26 09:00", true)] // the Monday after it went back
    public void The_wall_clock_of_Paris_decides(string wall, bool open) => OpeningHours.IsOpen(Ordinary(), Wall(wall, "75")).Should().Be(open);

    [Theory]
    [InlineData("67", "2027-03-26 10:00")]
    [InlineData("57", "2025-12-26 10:00")]
    [InlineData("972", "2026-05-22 10:00")]
    [InlineData("974", "2027-12-20 10:00")]
    [InlineData("973", "2026-06-10 10:00")]
    [InlineData("976", "2026-04-27 10:00")]
    public void Holidays_of_the_territory_count_only_there(string department, string wall)
    {
        OpeningHours.IsOpen(Ordinary(department), Wall(wall, department)).Should().BeFalse();
        OpeningHours.IsOpen(Ordinary("75"), Wall(wall, "75")).Should().BeTrue();
    }

    [Theory]
    [InlineData("75", 8, true)]
    [InlineData("974", 8, true)] // 12:00 on Réunion
    [InlineData("972", 8, false)]
    [InlineData("972", 14, true)]
    [InlineData("975", 13, true)]
    public void Each_territory_has_its_own_clock(string department, int utcHour, bool open)
    {
        var space = Open(tuesday: department == "974" ? "12:00 - 13:00" : "09:00 - 12:00", department: department);

        OpeningHours.IsOpen(space, new DateTimeOffset(2026, 11, 24, utcHour, 0, 0, TimeSpan.Zero)).Should().Be(open);
    }

    [Theory]
    [InlineData("2026-03-29", 1, false)] // spring, Sunday: 01:00 UTC is 03:00 in Paris
    [InlineData("2026-03-30", 7, true)] // 09:00 in summer time
    [InlineData("2026-03-27", 7, false)] // 08:00 in winter time
    [InlineData("2026-10-26", 7, false)] // 08:00, winter again
    [InlineData("2026-10-26", 8, true)]
    public void The_days_around_a_change_of_clock_are_right(string day, int utcHour, bool open)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        OpeningHours.IsOpen(Ordinary(), new DateTimeOffset(date, new TimeOnly(utcHour, 0), TimeSpan.Zero)).Should().Be(open);
    }

    private static DateTimeOffset Wall(string wall, string department)
    {
        var time = DateTime.ParseExact(wall, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return TerritoryTime.InstantOf(department, DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
    }
}
