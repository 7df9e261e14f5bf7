using Microsoft.Extensions.Options;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

public sealed class When_the_counsellors_are_at_home
{
    private static readonly ServiceHours Hours = Of(new ServiceHoursOptions
    {
        Monday = "09:00 - 12:00 / 13:30 - 17:00", Tuesday = "09:00 - 17:00", Wednesday = "09:00 - 17:00", Thursday = "09:00 - 17:00", Friday = "09:00 - 17:00",
    });

    [Theory]
    [InlineData("2027-03-09T10:00Z", true)]
    [InlineData("2027-03-09T17:00Z", false)]
    [InlineData("2027-03-13T10:00Z", false)]
    // Easter Monday.
    [InlineData("2027-03-29T10:00Z", false)]
    public void A_moment_is_promised_only_while_somebody_is_there(string at, bool may) => Hours.MayPromise(null, At(at)).Should().Be(may);

    [Theory]
    [InlineData("2027-03-13T10:00Z", true)]
    [InlineData("2027-03-29T10:00Z", false)]
    public void Where_no_hours_are_set_it_is_promised_on_every_day_that_is_no_holiday(string at, bool may) => Of(new ServiceHoursOptions()).MayPromise(null, At(at)).Should().Be(may);

    [Theory]
    // Paris: an hour behind in winter.
    [InlineData("75", "2027-03-09T10:00Z", null)]
    [InlineData(null, "2027-03-09T10:00Z", null)]
    [InlineData("75", "2027-03-09T17:00Z", "2027-03-10T08:00Z")]
    [InlineData("75", "2027-03-08T11:30Z", "2027-03-08T12:30Z")]
    // Friday evening to Monday.
    [InlineData("23", "2027-03-12T18:00Z", "2027-03-15T08:00Z")]
    // Good Friday is a holiday in Alsace and nowhere else; Easter Monday everywhere.
    [InlineData("75", "2027-03-26T09:00Z", null)]
    [InlineData("67", "2027-03-26T09:00Z", "2027-03-30T07:00Z")]
    // Réunion is three hours ahead, and keeps the abolition of slavery.
    [InlineData("974", "2027-03-09T06:00Z", null)]
    [InlineData("974", "2028-12-20T08:00Z", "2028-12-21T05:00Z")]
    [InlineData("75", "2028-12-20T08:00Z", null)]
    public void The_next_opening_is_that_of_the_territory(string? territory, string now, string? opening) =>
        Hours.NextOpening(territory, At(now)).Should().Be(opening is null ? null : At(opening));

    [Fact]
    public void Without_hours_they_are_always_there() => Of(new ServiceHoursOptions()).NextOpening("75", At("2027-01-01T03:00Z")).Should().BeNull();

    [Theory]
    [InlineData("9 to 5", false)]
    [InlineData("17:00 - 09:00", false)]
    [InlineData("09:00 - 17:00", true)]
    [InlineData("", true)]
    public void Hours_that_cannot_be_read_stop_the_start(string text, bool isGood) =>
        new ServiceHoursOptionsValidator().Validate(null, new ServiceHoursOptions { Friday = text }).Succeeded.Should().Be(isGood);

    [Theory]
    // Over the lunch break of Monday; Paris is an hour ahead.
    [InlineData("2027-03-08T09:00Z", "2027-03-08T12:35Z", "02:05")]
    // Over a night, and over a weekend.
    [InlineData("2027-03-09T15:00Z", "2027-03-10T08:10Z", "01:10")]
    [InlineData("2027-03-12T20:00Z", "2027-03-15T08:05Z", "00:05")]
    // Taken by somebody who has stayed.
    [InlineData("2027-03-09T15:50Z", "2027-03-09T16:20Z", "00:30")]
    public void A_wait_is_one_for_people_who_are_there(string since, string until, string waited) =>
        Hours.WaitedWhileOpen(null, At(since), At(until)).Should().Be(TimeSpan.Parse(waited, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Without_hours_every_wait_is_whole() =>
        Of(new ServiceHoursOptions()).WaitedWhileOpen(null, At("2027-03-08T03:00Z"), At("2027-03-08T09:00Z")).Should().Be(TimeSpan.FromHours(6));

    private static ServiceHours Of(ServiceHoursOptions options) => new(Options.Create(options));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
