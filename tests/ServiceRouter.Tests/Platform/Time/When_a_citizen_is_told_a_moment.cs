using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Tests.Platform.Time;

public sealed class When_a_citizen_is_told_a_moment
{
    // Tuesday, 11 h in Paris.
    private static readonly DateTimeOffset Tuesday = new(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("974", "mardi 1er décembre à 14 h 00 (heure de La Réunion)")]
    [InlineData("972", "mardi 1er décembre à 6 h 00 (heure de Martinique)")]
    [InlineData("988", "mardi 1er décembre à 21 h 00 (heure de Nouvelle-Calédonie)")]
    public void Overseas_it_is_on_their_own_clock_and_says_so(string territory, string words) => MomentInWords.Of(Tuesday, territory, "fr").Should().Be(words);

    [Theory]
    [InlineData("23")]
    [InlineData("2A")]
    public void Where_nobody_knows_another_time_no_place_is_named(string territory) => MomentInWords.Of(Tuesday, territory, "fr").Should().Be("mardi 1er décembre à 11 h 00");

    [Fact]
    public void Where_nobody_has_said_where_it_is_said_to_be_the_time_of_Paris() => MomentInWords.Of(Tuesday, null, "fr").Should().Be("mardi 1er décembre à 11 h 00 (heure de Paris)");

    [Theory]
    [InlineData("974", "2:00", "(La Réunion time)")]
    [InlineData(null, "11:00", "(Paris time)")]
    public void It_is_the_same_in_English(string? territory, string time, string place) =>
        MomentInWords.Of(Tuesday, territory, "en").Should().Contain("Tuesday").And.Contain(time).And.EndWith(place);

    [Theory]
    [InlineData(CommitmentKind.CallBack)]
    [InlineData(CommitmentKind.Letter)]
    public void A_promise_is_made_in_that_time(CommitmentKind kind) =>
        CommitmentWords.Say(kind, Tuesday, "974", "K7PR2XW9ADFM4H", "fr").Should().Contain("mardi 1er décembre à 14 h 00 (heure de La Réunion)");

    [Fact]
    public void Where_each_sign_counts_the_time_is_the_same() => MomentInWords.Bare(Tuesday, "974", "fr").Should().Be("mardi 1er décembre à 14 h 00");
}
