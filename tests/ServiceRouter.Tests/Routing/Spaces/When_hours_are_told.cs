using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;
using static ServiceRouter.Tests.Routing.Spaces.SampleSpaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_hours_are_told
{
    [Fact]
    public void The_week_groups_days_that_are_alike() =>
        Plain(HoursInWords.Week(Open("13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00 / 13:30 - 17:00", "", "09:00 - 12:15")))
            .Should().Be("lundi 13 h 30 – 17 h ; du mardi au jeudi 9 h – 12 h et 13 h 30 – 17 h ; samedi 9 h – 12 h 15 ; fermé vendredi et dimanche");

    [Fact]
    public void Days_alike_that_do_not_follow_each_other_are_told_apart() =>
        Plain(HoursInWords.Week(Open("09:00 - 12:00", "", "09:00 - 12:00", "09:00 - 12:00")))
            .Should().Be("lundi 9 h – 12 h ; mercredi et jeudi 9 h – 12 h ; fermé mardi, vendredi, samedi et dimanche");

    [Fact]
    public void Unknown_hours_are_not_told_as_closed()
    {
        HoursInWords.Week(Open()).Should().Be("horaires non publiés");
        HoursInWords.State(Open(), InParis(2026, 11, 24, 10)).Should().Be("Horaires non publiés");
    }

    [Theory]
    [InlineData(24, 10, "Ouvert maintenant, ferme à 12 h")]
    [InlineData(24, 14, "Ouvert maintenant, ferme à 17 h")]
    [InlineData(24, 12, "Fermé, ouvre aujourd'hui à 13 h 30")]
    [InlineData(24, 19, "Fermé, ouvre demain à 9 h")]
    [InlineData(27, 19, "Fermé, ouvre lundi à 9 h")]
    public void The_state_says_until_when(int day, int hour, string words) =>
        Plain(HoursInWords.State(Ordinary(), InParis(2026, 11, day, hour))).Should().Be(words);

    [Fact]
    public void A_holiday_is_the_reason_given() =>
        Plain(HoursInWords.State(Ordinary(), InParis(2026, 7, 14, 10))).Should().Be("Fermé aujourd'hui (fête nationale), ouvre demain à 9 h");

    [Fact]
    public void An_opening_that_is_far_away_has_its_date() =>
        Plain(HoursInWords.State(Open(friday: "09:00 - 12:00"), InParis(2026, 12, 19, 10))).Should().Be("Fermé, ouvre vendredi 8 janvier à 9 h");

    [Fact]
    public void A_space_that_moves_around_is_not_told_to_be_at_its_address() =>
        Plain(HoursInWords.State(Ordinary(format: SpaceFormat.Bus), InParis(2026, 11, 24, 10)))
            .Should().Be("En tournée maintenant, jusqu'à 12 h, lieu à vérifier");

    [Fact]
    public void The_mention_names_the_day_of_the_list() =>
        HoursInWords.Mention(new DateOnly(2024, 8, 1)).Should().Be("horaires du 1er août 2024, à vérifier");

    private static string Plain(string words) => words.Replace(FrenchDates.NoBreak, " ", StringComparison.Ordinal);
}
