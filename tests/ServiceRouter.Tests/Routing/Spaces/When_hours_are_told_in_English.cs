using ServiceRouter.Routing.Spaces;
using static ServiceRouter.Tests.Routing.Spaces.SampleSpaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_hours_are_told_in_English
{
    [Fact]
    public void The_week_groups_days_that_are_alike() =>
        HoursInEnglish.WeekByLine(Open("13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "", "09:00 - 12:15"))
            .Should().Equal("Monday, 1:30 pm to 5 pm", "Tuesday to Thursday, 9 am to noon and 1:30 pm to 5 pm", "Saturday, 9 am to 12:15 pm", "Closed on Friday and Sunday");

    [Fact]
    public void Unknown_hours_are_not_told_as_closed()
    {
        HoursInEnglish.WeekByLine(Open()).Should().BeEmpty();
        HoursInEnglish.State(Open(), InParis(2026, 11, 24, 10)).Should().Be("Its hours are not published");
    }

    [Theory]
    [InlineData(24, 10, "Open now, until noon")]
    [InlineData(24, 14, "Open now, until 5 pm")]
    [InlineData(24, 12, "Closed now, opens today at 1:30 pm")]
    [InlineData(24, 19, "Closed now, opens tomorrow at 9 am")]
    [InlineData(27, 19, "Closed now, opens on Monday at 9 am")]
    public void The_state_says_until_when(int day, int hour, string words) => HoursInEnglish.State(Ordinary(), InParis(2026, 11, day, hour)).Should().Be(words);

    [Fact]
    public void An_opening_that_is_far_away_has_its_date() =>
        HoursInEnglish.State(Open(friday: "09:00 - 12:00"), InParis(2026, 12, 19, 10)).Should().Be("Closed now, opens on Friday 8 January at 9 am");

    [Fact]
    public void A_space_that_moves_around_is_not_told_to_be_at_its_address() =>
        HoursInEnglish.State(Ordinary(format: SpaceFormat.Bus), InParis(2026, 11, 24, 10)).Should().Be("On its round now, until noon, please check where");

    [Fact]
    public void The_mention_names_the_day_of_the_list() =>
        HoursInEnglish.Mention(new DateOnly(2024, 8, 1)).Should().Be("These hours are those of 1 August 2024, please check them");
}
