using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

public sealed class When_the_wait_is_told
{
    // Tuesday, 9 h in Paris.
    private static readonly DateTimeOffset Opening = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Outside_of_the_hours_there_is_a_date_and_no_wait_of_others() =>
        WaitWords.Of(new QueuePlace(2, new WaitRange(5, 15), 0, Opening, "23"), "fr").Should().Equal(
            "Vous êtes à la place 2 dans la file.",
            "Les conseillers ne sont pas là en ce moment. Ils répondent à partir du mardi 24 novembre à 9 h 00. Votre demande est enregistrée et garde sa place.");

    [Theory]
    [InlineData("974", "à 12 h 00 (heure de La Réunion)")]
    [InlineData(null, "à 9 h 00 (heure de Paris)")]
    public void The_date_is_in_the_time_of_the_territory(string? territory, string words) =>
        WaitWords.Of(new QueuePlace(1, null, 0, Opening, territory), "fr").Should().Contain(line => line.Contains(words));

    [Fact]
    public void It_is_told_in_English_too() =>
        WaitWords.Of(new QueuePlace(1, null, 0, Opening, "23"), "en")[^1].Should().StartWith("The counsellors are not there at the moment. They answer from Tuesday").And.EndWith("keeps its place.");

    [Fact]
    public void A_counsellor_who_is_there_all_the_same_counts() =>
        WaitWords.Of(new QueuePlace(1, null, 1, Opening, "23"), "fr").Should().HaveCount(3).And.Contain("Un conseiller est en ligne.");

    [Fact]
    public void A_wait_that_may_last_until_they_leave_has_their_hours_and_no_minutes() =>
        WaitWords.Of(BeforeTheEnd(new WaitRange(25, 60), "23"), "fr").Should().Equal(
            "Vous êtes à la place 12 dans la file.",
            "Les conseillers répondent jusqu'à 17 h 00, puis à partir du mercredi 25 novembre à 9 h 00. Votre tour peut ne venir qu'à ce moment-là : votre demande garde sa place.",
            "3 conseillers sont en ligne.");

    [Fact]
    public void A_wait_that_is_not_known_is_told_with_their_hours_when_they_leave_soon() =>
        WaitWords.Of(BeforeTheEnd(null, "974"), "fr").Should().Contain(line => line.Contains("pas encore combien de temps"))
            .And.Contain(line => line.StartsWith("Les conseillers répondent jusqu'à 20 h 00, puis à partir du mercredi 25 novembre à 12 h 00 (heure de La Réunion)."));

    [Fact]
    public void The_end_is_told_in_English_too() =>
        WaitWords.Of(BeforeTheEnd(new WaitRange(25, 60), "23"), "en")[1].Should().StartWith("The counsellors answer until ").And.Contain("again from Wednesday").And.EndWith("keeps its place.");

    private static QueuePlace BeforeTheEnd(WaitRange? wait, string territory) =>
        new(12, wait, 3, Territory: territory) { End = new EndOfOpening(Opening.AddHours(8), Opening.AddDays(1)) };

    [Fact]
    public void Within_the_hours_nobody_on_line_is_no_date() =>
        WaitWords.Of(new QueuePlace(1, null, 0), "fr").Should().Equal("Aucun conseiller n'est là en ce moment. Votre demande est gardée.");

    [Fact]
    public void A_place_behind_others_is_told_all_the_same() =>
        WaitWords.Of(new QueuePlace(3, null, 0), "fr").Should().Equal("Aucun conseiller n'est là en ce moment. Votre demande est gardée.", "Vous êtes à la place 3 dans la file.");

    [Fact]
    public void A_wait_that_is_not_known_is_told_in_plain_words() =>
        WaitWords.Of(new QueuePlace(1, null, 1), "fr")[1].Should().Be("Nous ne savons pas encore combien de temps vous allez attendre.");
}
