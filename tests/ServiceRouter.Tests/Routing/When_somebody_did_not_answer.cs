using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

public sealed class When_somebody_did_not_answer
{
    [Theory]
    // A Tuesday in Paris: morning to afternoon, afternoon to the next morning.
    [InlineData("75", "2027-03-09T08:30Z", "2027-03-09T12:30Z")]
    [InlineData("75", "2027-03-09T10:30Z", "2027-03-09T14:30Z")]
    [InlineData("75", "2027-03-09T13:30Z", "2027-03-10T08:30Z")]
    // Saturday afternoon to Monday morning.
    [InlineData("75", "2027-03-13T14:00Z", "2027-03-15T08:30Z")]
    // The evening before Good Friday: Alsace waits for Tuesday, the others do not.
    [InlineData("75", "2027-03-25T15:00Z", "2027-03-26T08:30Z")]
    [InlineData("67", "2027-03-25T15:00Z", "2027-03-27T08:30Z")]
    // Réunion, three hours ahead of Paris in winter.
    [InlineData("974", "2027-03-09T05:30Z", "2027-03-09T09:30Z")]
    [InlineData("974", "2027-03-09T11:00Z", "2027-03-10T05:30Z")]
    public void The_next_attempt_is_in_another_half_day_of_the_territory(string territory, string now, string next) =>
        Rule(new ServiceHoursOptions()).After(At(now), territory).Should().Be(At(next));

    [Fact]
    public void Three_attempts_are_in_three_half_days()
    {
        var rule = Rule(new ServiceHoursOptions());
        var first = At("2027-03-09T08:30Z");
        var second = rule.After(first, null);
        var third = rule.After(second, null);

        new[] { first, second, third }.Select(at => (at.AddHours(1).Date, at.AddHours(1).Hour < 13)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void It_is_while_counsellors_answer() =>
        Rule(new ServiceHoursOptions { Thursday = "10:00 - 12:00" }).After(At("2027-03-09T08:30Z"), "75").Should().Be(At("2027-03-11T09:00Z"));

    [Theory]
    // Half past eight is when counsellors come, and nobody is rung before nine.
    [InlineData("2027-03-12T13:00Z", "2027-03-15T08:30Z")]
    [InlineData("2027-03-09T09:00Z", "2027-03-09T13:00Z")]
    public void It_is_not_before_nine_also_where_counsellors_answer_earlier(string now, string next) => Rule(new ServiceHoursOptions
    {
        Monday = "08:30 - 12:00 / 13:30 - 17:00", Tuesday = "08:30 - 12:00 / 13:30 - 17:00", Friday = "08:30 - 12:00 / 13:30 - 17:00",
    }).After(At(now), "75").Should().Be(At(next));

    [Fact]
    public void Where_they_answer_only_before_nine_it_is_then() =>
        Rule(new ServiceHoursOptions { Monday = "07:00 - 08:30" }).After(At("2027-03-09T09:00Z"), "75").Should().Be(At("2027-03-15T06:00Z"));

    [Theory]
    [InlineData("")]
    [InlineData("09:00 - 17:00")]
    public void It_is_on_no_day_that_is_closed(string hours) =>
        Rule(new ServiceHoursOptions { Tuesday = hours, Wednesday = hours, Thursday = hours, Closed = "2027-03-10" }).After(At("2027-03-09T13:30Z"), "75").Should().Be(At("2027-03-11T08:30Z"));

    [Fact]
    public void Where_it_is_open_only_late_in_the_evening_of_the_citizen_it_is_as_early_as_somebody_answers() =>
        // Nouméa, where it is midnight when the half-day is over: nine in Paris is seven in the evening there.
        Rule(new ServiceHoursOptions { Tuesday = "09:00 - 17:00", Wednesday = "09:00 - 17:00" }).After(At("2027-03-09T09:00Z"), "988").Should().Be(At("2027-03-10T08:00Z"));

    private static NextHalfDay Rule(ServiceHoursOptions hours) => new(new ServiceHours(Options.Create(hours)), Options.Create(new DeskOptions()));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
