using AwesomeAssertions;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Host.Pages;

public sealed class When_a_call_back_is_chosen
{
    private static readonly ServiceHours Always = Hours(new());

    // Tuesday, 10 h in Paris.
    private static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Seven_days_are_offered_without_the_Sunday() =>
        CallBackTimes.Days(null, Tuesday).Select(d => d.Value).Should().Equal("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30");

    [Fact]
    public void In_the_evening_today_is_no_longer_offered() =>
        CallBackTimes.Days(null, Tuesday.AddHours(9)).Select(d => d.Words).First().Should().Be("mercredi 25 novembre");

    [Fact]
    public void Half_hours_run_from_8_30_to_18_30()
    {
        CallBackTimes.Times.Should().HaveCount(21);
        CallBackTimes.Times[0].Should().Be(("08:30", "8\u00a0h\u00a030"));
        CallBackTimes.Times[^1].Value.Should().Be("18:30");
    }

    [Fact]
    public void A_day_on_which_no_counsellor_answers_is_not_offered()
    {
        var weekdays = Hours(new() { Tuesday = "14:00 - 17:00", Wednesday = "09:00 - 12:00", Thursday = "09:00 - 12:00" });

        CallBackTimes.Days(null, Tuesday, weekdays).Select(d => d.Value).Should().Equal("2026-11-24", "2026-11-25", "2026-11-26");
        // Christmas is a Friday: nothing but the Thursday before it and the days after.
        CallBackTimes.Days(null, new DateTimeOffset(2026, 12, 24, 9, 0, 0, TimeSpan.Zero), Always).Select(d => d.Value).Should().StartWith("2026-12-24").And.NotContain("2026-12-25");
    }

    [Fact]
    public void A_day_that_is_closed_is_not_offered() =>
        CallBackTimes.Days(null, Tuesday, Hours(new() { Closed = "2026-11-24/2026-11-25" })).Select(d => d.Value).Should().StartWith("2026-11-26");

    [Theory]
    [InlineData("986", "Wallis-et-Futuna")]
    [InlineData("987", "Tahiti")]
    public void Where_nobody_answers_at_any_of_the_times_what_helps_is_said(string territory, string place) =>
        CallBackTimes.WhyNone(territory, Tuesday, Office()).Should().Be(
            $"Dans les 7 jours qui viennent, aucun conseiller ne répond entre 8\u00a0h\u00a030 et 18\u00a0h\u00a030, à l'heure de {place}. Choisissez une heure de Paris, ou attendez votre tour dans la file : écrivez à un conseiller, ou téléphonez.");

    [Theory]
    [InlineData(null)]
    [InlineData("975")]
    [InlineData("974")]
    public void Where_somebody_answers_there_is_a_time(string? territory) => CallBackTimes.WhyNone(territory, Tuesday, Office()).Should().BeNull();

    [Fact]
    public void While_it_is_closed_for_all_the_days_that_is_said_too() =>
        CallBackTimes.WhyNone(null, Tuesday, Hours(new() { Closed = "2026-11-24/2026-12-02" })).Should().Contain("aucun conseiller ne répond").And.Contain("18\u00a0h\u00a030. Attendez votre tour");

    [Fact]
    public void Hours_that_leave_no_day_shut_nobody_out() =>
        CallBackTimes.Days(null, Tuesday, Hours(new() { Sunday = "09:00 - 12:00" })).Should().NotBeEmpty();

    [Fact]
    public void The_time_is_that_of_Paris_in_winter_and_in_summer()
    {
        CallBackTimes.Read("2026-11-25", "14:30", null, Tuesday).Should().Be(new DateTimeOffset(2026, 11, 25, 13, 30, 0, TimeSpan.Zero));
        var june = new DateTimeOffset(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);
        CallBackTimes.Read("2026-06-02", "14:30", null, june).Should().Be(new DateTimeOffset(2026, 6, 2, 12, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("974", 10)]
    [InlineData("972", 18)]
    [InlineData("987", 24)]
    public void The_time_is_that_of_the_place_that_was_chosen(string territory, int utc) =>
        CallBackTimes.Read("2026-11-26", "14:00", territory, Tuesday).Should().Be(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero).AddHours(utc));

    [Fact]
    public void Days_are_those_on_the_wall_of_the_place()
    {
        // In Paris it is Tuesday morning, in Nouméa Tuesday evening.
        CallBackTimes.Days("988", Tuesday).Select(d => d.Value).First().Should().Be("2026-11-25");
    }

    [Theory]
    [InlineData("2026-11-24", "08:30")]
    [InlineData("2026-11-29", "10:00")]
    [InlineData("2026-12-24", "10:00")]
    [InlineData("2026-11-25", "03:00")]
    [InlineData("demain", "10:00")]
    [InlineData(null, null)]
    public void What_was_not_offered_is_not_taken(string? day, string? time) => CallBackTimes.Read(day, time, null, Tuesday).Should().BeNull();

    private static ServiceHours Office() =>
        Hours(new() { Monday = "09:00 - 17:00", Tuesday = "09:00 - 17:00", Wednesday = "09:00 - 17:00", Thursday = "09:00 - 17:00", Friday = "09:00 - 17:00" });

    private static ServiceHours Hours(ServiceHoursOptions options) => new(Options.Create(options));
}
