using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Desk;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

public sealed class When_the_counsellors_are_at_home
{
    private static readonly ServiceHours Hours = Of(Week());

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

    [Theory]
    // A Sunday, a lunch break, and a moment at which somebody is there.
    [InlineData("2027-03-14T10:00Z", "2027-03-15T08:00Z")]
    [InlineData("2027-03-08T11:30Z", "2027-03-08T12:30Z")]
    [InlineData("2027-03-09T10:00Z", "2027-03-09T10:00Z")]
    public void A_moment_at_which_nobody_is_there_has_a_first_one_after_it(string at, string first) => Hours.FirstFrom("75", At(at)).Should().Be(At(first));

    [Theory]
    // Easter Monday; Good Friday in Alsace, before which is a Thursday.
    [InlineData("75", "2027-03-29T08:00Z", "2027-03-30T08:00Z")]
    [InlineData("67", "2027-03-26T09:00Z", "2027-03-27T09:00Z")]
    [InlineData("75", "2027-03-14T10:00Z", "2027-03-14T10:00Z")]
    public void Where_no_hours_are_set_it_is_the_same_time_of_the_next_day_that_is_no_holiday(string territory, string at, string first) =>
        Of(new ServiceHoursOptions()).FirstFrom(territory, At(at)).Should().Be(At(first));

    [Theory]
    // From a Friday the Monday; on a Monday the next day at ten. Nobody thinks of the hours of Réunion when it is ten in Paris.
    [InlineData(null, "2027-03-12T10:00Z", "2027-03-15T09:00")]
    [InlineData("75", "2027-03-08T10:00Z", "2027-03-09T10:00")]
    [InlineData("974", "2027-03-08T10:00Z", "2027-03-09T10:00")]
    [InlineData("974", "2027-03-12T10:00Z", "2027-03-15T06:00")]
    public void The_form_of_a_commitment_proposes_a_moment_at_which_somebody_is_there(string? citizenIn, string now, string proposed) =>
        ProposedMoment.Of(Hours, citizenIn, "23", At(now)).Should().Be(DateTime.Parse(proposed, CultureInfo.InvariantCulture));

    [Theory]
    // A bridge, two days of training, and a day of Bas-Rhin alone.
    [InlineData("75", "2027-03-12T10:00Z", false, "2027-03-17T08:00Z")]
    [InlineData("75", "2027-03-16T10:00Z", false, "2027-03-17T08:00Z")]
    [InlineData("67", "2027-03-18T10:00Z", false, "2027-03-19T08:00Z")]
    [InlineData("75", "2027-03-18T10:00Z", true, null)]
    [InlineData(null, "2027-03-18T10:00Z", true, null)]
    // The eve.
    [InlineData("75", "2027-03-11T17:00Z", false, "2027-03-17T08:00Z")]
    public void A_day_that_is_closed_is_none(string? territory, string at, bool may, string? opening)
    {
        var closed = Of(Week(closed: "2027-03-12, 2027-03-15/2027-03-16,67:2027-03-18"));

        closed.MayPromise(territory, At(at)).Should().Be(may);
        closed.NextOpening(territory, At(at)).Should().Be(opening is null ? null : At(opening));
        closed.FirstFrom(territory, At(at)).Should().Be(At(opening ?? at));
    }

    [Fact]
    public void However_long_it_is_closed_the_next_opening_is_found() =>
        Of(Week(closed: "2027-03-10/2027-04-30, 2027-05-01/2027-05-31")).NextOpening("75", At("2027-03-10T10:00Z")).Should().Be(At("2027-06-01T07:00Z"));

    [Fact]
    public void A_day_is_closed_also_where_no_hours_are_set()
    {
        var closed = Of(new ServiceHoursOptions { Closed = "2027-03-12" });

        closed.MayPromise("75", At("2027-03-12T10:00Z")).Should().BeFalse();
        closed.FirstFrom("75", At("2027-03-12T10:00Z")).Should().Be(At("2027-03-13T10:00Z"));
        closed.NextOpening("75", At("2027-03-12T10:00Z")).Should().BeNull("nothing says at what time they come");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("2026-12-24, 67:2026-12-26 , 974:2026-12-28/2026-12-31", 0)]
    [InlineData("2026-13-01, demain", 2)]
    [InlineData("24/12/2026", 1)]
    [InlineData("2026-12-31/2026-12-24", 1)]
    [InlineData("2026-01-01/2027-06-01", 1)]
    [InlineData("99:2026-12-24", 1)]
    [InlineData("2026-12-24/", 1)]
    // Open when it is open in Paris: it cannot be closed alone.
    [InlineData("986:2026-12-24", 1)]
    public void Each_day_that_cannot_be_read_is_told_at_the_start(string closed, int faults) =>
        (new ServiceHoursOptionsValidator().Validate(null, new ServiceHoursOptions { Closed = closed }).Failures ?? []).Should().HaveCount(faults).And.OnlyContain(fault => fault.StartsWith("Hours:Closed "));

    [Theory]
    // Nine in the morning in Wallis is ten in the evening of the day before in Paris, and nobody works in Wallis.
    [InlineData("986", "2027-03-08T21:00Z", "2027-03-09T08:00Z")]
    [InlineData("986", "2027-03-09T10:00Z", null)]
    // Seven in the morning in Saint-Pierre.
    [InlineData("975", "2027-03-09T10:00Z", null)]
    [InlineData("975", "2027-03-09T17:00Z", "2027-03-10T08:00Z")]
    // Where counsellors work, it is open by their own clock: half past nine in La Réunion.
    [InlineData("974", "2027-03-09T05:30Z", null)]
    public void Where_nobody_works_it_is_open_when_it_is_open_in_Paris(string territory, string at, string? opening)
    {
        Hours.MayPromise(territory, At(at)).Should().Be(opening is null);
        Hours.NextOpening(territory, At(at)).Should().Be(opening is null ? null : At(opening));
    }

    [Fact]
    public void The_opening_of_Paris_is_on_the_clock_of_the_place() =>
        Hours.NextOpening("986", At("2027-03-08T21:00Z"))!.Value.DateTime.Should().Be(new DateTime(2027, 3, 9, 20, 0, 0));

    [Theory]
    [InlineData("974", "", "2027-03-09T05:30Z", false)]
    [InlineData("974", "", "2027-03-09T15:30Z", true)]
    // Of no holiday in Paris.
    [InlineData("974", "", "2028-12-20T10:00Z", true)]
    [InlineData("986", "974, 986", "2027-03-08T21:00Z", true)]
    public void Who_operates_it_says_where_somebody_works(string territory, string ownClock, string at, bool may)
    {
        var options = Week();
        options.OwnClock = ownClock;

        Of(options).MayPromise(territory, At(at)).Should().Be(may);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("974,986", 0)]
    [InlineData("974, 75, La Réunion", 2)]
    public void A_place_without_a_clock_of_its_own_is_told_at_the_start(string ownClock, int faults) =>
        (new ServiceHoursOptionsValidator().Validate(null, new ServiceHoursOptions { OwnClock = ownClock }).Failures ?? []).Should().HaveCount(faults);

    [Theory]
    [InlineData("2027-03-08T10:00Z", "2027-03-08T11:00Z")]
    [InlineData("2027-03-08T14:00Z", "2027-03-08T16:00Z")]
    [InlineData("2027-03-08T11:30Z", null)]
    public void An_opening_has_an_end(string at, string? end) => Hours.ClosesAt("75", At(at)).Should().Be(end is null ? null : At(end));

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

    private static ServiceHoursOptions Week(string closed = "") => new()
    {
        Monday = "09:00 - 12:00 / 13:30 - 17:00", Tuesday = "09:00 - 17:00", Wednesday = "09:00 - 17:00", Thursday = "09:00 - 17:00", Friday = "09:00 - 17:00", Closed = closed,
    };

    private static ServiceHours Of(ServiceHoursOptions options) => new(Options.Create(options));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
