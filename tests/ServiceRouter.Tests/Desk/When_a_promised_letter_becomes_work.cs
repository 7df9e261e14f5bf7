using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Desk;

public sealed class When_a_promised_letter_becomes_work
{
    private const string Day = "09:00 - 12:00 / 13:30 - 17:00";

    private static readonly ServiceHoursOptions Weekdays = new() { Monday = Day, Tuesday = Day, Wednesday = Day, Thursday = Day, Friday = Day };

    [Theory]
    // For a Friday at ten in Paris, promised on Tuesday, in the night before the Thursday, on Thursday, and on Friday before and after the opening.
    [InlineData("2027-03-12T09:00Z", "2027-03-09T09:00Z", "2027-03-11T08:00Z")]
    [InlineData("2027-03-12T09:00Z", "2027-03-11T07:59Z", "2027-03-11T08:00Z")]
    [InlineData("2027-03-12T09:00Z", "2027-03-11T08:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-12T09:00Z", "2027-03-11T13:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-12T09:00Z", "2027-03-12T08:30Z", "2027-03-12T09:00Z")]
    // For the opening itself, and for before it.
    [InlineData("2027-03-12T08:00Z", "2027-03-11T13:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-12T07:00Z", "2027-03-11T13:00Z", "2027-03-12T07:00Z")]
    // For the last minute of a Friday, for a Saturday, a Sunday and a Monday.
    [InlineData("2027-03-12T22:59Z", "2027-03-09T09:00Z", "2027-03-11T08:00Z")]
    [InlineData("2027-03-13T09:00Z", "2027-03-09T09:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-14T09:00Z", "2027-03-09T09:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-15T09:00Z", "2027-03-09T09:00Z", "2027-03-12T08:00Z")]
    [InlineData("2027-03-15T09:00Z", "2027-03-13T09:00Z", "2027-03-15T08:00Z")]
    public void It_is_when_counsellors_begin_to_answer_on_the_working_day_before(string promisedFor, string now, string expected) =>
        From(Weekdays, "75", promisedFor, now).Should().Be(At(expected));

    [Theory]
    // The Tuesday after Easter, of which the Sunday brings the summer time: Alsace has Good Friday too.
    [InlineData("75", "2027-03-26T08:00Z")]
    [InlineData("67", "2027-03-25T08:00Z")]
    [InlineData(null, "2027-03-26T08:00Z")]
    public void Public_holidays_of_the_citizen_are_no_working_days(string? territory, string expected) =>
        From(Weekdays, territory, "2027-03-30T08:00Z", "2027-03-22T08:00Z").Should().Be(At(expected));

    [Theory]
    [InlineData("75", "2027-03-12T09:00Z", "2027-03-09T09:00Z", "2027-03-11T09:00Z")]
    [InlineData("974", "2027-03-12T06:00Z", "2027-03-09T09:00Z", "2027-03-11T06:00Z")]
    [InlineData("75", "2027-03-12T09:00Z", "2027-03-11T09:00Z", "2027-03-12T09:00Z")]
    [InlineData("75", "2027-03-12T09:00Z", "2027-03-12T08:59Z", "2027-03-12T09:00Z")]
    // Easter Monday between.
    [InlineData("75", "2027-03-30T08:00Z", "2027-03-22T08:00Z", "2027-03-28T08:00Z")]
    public void Where_no_hours_are_set_it_is_the_same_time_on_the_day_before(string territory, string promisedFor, string now, string expected) =>
        From(new ServiceHoursOptions(), territory, promisedFor, now).Should().Be(At(expected));

    private static DateTimeOffset From(ServiceHoursOptions hours, string? territory, string promisedFor, string now) =>
        WorkOnLetter.From(new ServiceHours(Options.Create(hours)), territory, At(promisedFor), At(now));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
