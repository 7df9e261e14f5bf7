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

    private static ServiceHours Of(ServiceHoursOptions options) => new(Options.Create(options));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
