using ServiceRouter.Host.Steering;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_askings_are_drawn_over_time
{
    private static readonly SteeringPeriod Week = SteeringPeriod.Find("week")!;

    [Fact]
    public void Several_days_are_days_of_the_calendar_and_today_is_one_of_them()
    {
        var now = Paris(2026, 6, 8, 16, 0);

        var bars = ReadFigures.Begins(now - Week.Length, now, Week);

        bars.Select(begin => SteeringWords.Bar(begin, Week.Length)).Should().Equal("1 juin, 16 h 00", "2 juin", "3 juin", "4 juin", "5 juin", "6 juin", "7 juin", "8 juin");
    }

    [Theory]
    [InlineData("2026-03-31T12:00+02:00", "2026-03-29")]
    [InlineData("2026-10-27T12:00+01:00", "2026-10-25")]
    public void No_day_is_missing_or_twice_where_the_clocks_change(string at, string changed)
    {
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        var bars = ReadFigures.Begins(now - Week.Length, now, Week).ToList();

        bars.Select(begin => SteeringWords.Bar(begin, Week.Length)).Should().OnlyHaveUniqueItems().And.HaveCount(8);
        bars.Count(begin => ServiceRouter.Host.Pages.Citizens.FrenchTime.Date(begin) == DateOnly.Parse(changed, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(1);
    }

    [Theory]
    [InlineData("hour", 12)]
    [InlineData("day", 24)]
    public void A_day_and_less_are_equal_parts_that_end_now(string period, int parts)
    {
        var now = Paris(2026, 6, 8, 16, 0);
        var drawn = SteeringPeriod.Find(period)!;

        var bars = ReadFigures.Begins(now - drawn.Length, now, drawn).ToList();

        (bars.Count, bars[0], bars[^1]).Should().Be((parts, now - drawn.Length, now - (drawn.Length / parts)));
    }

    private static DateTimeOffset Paris(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.FromHours(2));
}
