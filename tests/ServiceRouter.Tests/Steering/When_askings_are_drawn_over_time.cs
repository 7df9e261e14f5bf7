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

        var bars = ReadFigures.Bars([Paris(2026, 6, 1, 17, 0), Paris(2026, 6, 7, 23, 59), Paris(2026, 6, 8, 0, 0), Paris(2026, 6, 8, 15, 59)], now - Week.Length, now, Week);

        bars.Select(bar => (SteeringWords.Bar(bar.From, Week.Length), bar.Asked)).Should().Equal(
            ("1 juin, 16 h 00", 1), ("2 juin", 0), ("3 juin", 0), ("4 juin", 0), ("5 juin", 0), ("6 juin", 0), ("7 juin", 1), ("8 juin", 2));
    }

    [Theory]
    [InlineData("2026-03-31T12:00+02:00", "2026-03-29")]
    [InlineData("2026-10-27T12:00+01:00", "2026-10-25")]
    public void No_day_is_missing_or_twice_where_the_clocks_change(string at, string changed)
    {
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        var bars = ReadFigures.Bars([], now - Week.Length, now, Week);

        bars.Select(bar => SteeringWords.Bar(bar.From, Week.Length)).Should().OnlyHaveUniqueItems().And.HaveCount(8);
        bars.Count(bar => ServiceRouter.Host.Pages.Citizens.FrenchTime.Date(bar.From) == DateOnly.Parse(changed, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(1);
    }

    [Theory]
    [InlineData("hour", 12)]
    [InlineData("day", 24)]
    public void A_day_and_less_are_equal_parts_that_end_now(string period, int parts)
    {
        var now = Paris(2026, 6, 8, 16, 0);
        var drawn = SteeringPeriod.Find(period)!;

        var bars = ReadFigures.Bars([now.AddSeconds(-1)], now - drawn.Length, now, drawn);

        (bars.Count, bars[^1].Asked).Should().Be((parts, 1));
    }

    private static DateTimeOffset Paris(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.FromHours(2));
}
