using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;
using static ServiceRouter.Tests.Routing.Spaces.SampleSpaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_the_next_opening_is_sought
{
    [Fact]
    public void The_lunch_break_ends_the_same_day() =>
        OpeningHours.NextOpening(Ordinary(), InParis(2026, 11, 24, 12, 30)).Should().Be(InParis(2026, 11, 24, 13, 30));

    [Fact]
    public void The_weekend_ends_on_Monday() =>
        OpeningHours.NextOpening(Ordinary(), InParis(2026, 11, 29, 3)).Should().Be(InParis(2026, 11, 30, 9));

    [Fact]
    public void A_holiday_is_passed_over() =>
        OpeningHours.NextOpening(Ordinary(), InParis(2027, 3, 28, 12)).Should().Be(InParis(2027, 3, 30, 9));

    [Fact]
    public void A_change_of_clock_in_between_does_not_move_it()
    {
        var opening = OpeningHours.NextOpening(Ordinary(), InParis(2026, 3, 27, 18));

        opening.Should().Be(new DateTimeOffset(2026, 3, 30, 9, 0, 0, TimeSpan.FromHours(2)));
        opening!.Value.Offset.Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    public void Two_holidays_on_the_only_day_are_passed_over() =>
        // Christmas and New Year's Day 2026-27 are Fridays.
        OpeningHours.NextOpening(Open(friday: "09:00 - 12:00"), InParis(2026, 12, 19, 9)).Should().Be(InParis(2027, 1, 8, 9));

    [Fact]
    public void While_open_it_is_the_one_after() =>
        OpeningHours.NextOpening(Ordinary(), InParis(2026, 11, 24, 9)).Should().Be(InParis(2026, 11, 24, 13, 30));

    [Fact]
    public void A_space_without_hours_has_none() => OpeningHours.NextOpening(Open(), InParis(2026, 11, 24, 9)).Should().BeNull();

    [Fact]
    public void A_space_that_opens_in_the_skipped_hour_opens_an_hour_later() =>
        TerritoryTime.InstantOf("75", new DateOnly(2026, 3, 29), new TimeOnly(2, 30)).UtcDateTime.Should().Be(new DateTime(2026, 3, 29, 1, 30, 0));
}
