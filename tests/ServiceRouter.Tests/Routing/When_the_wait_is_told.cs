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
    public void Within_the_hours_nobody_on_line_is_no_date() =>
        WaitWords.Of(new QueuePlace(1, null, 0), "fr").Should().Equal("Aucun conseiller n'est là en ce moment. Votre demande est gardée.");

    [Fact]
    public void A_place_behind_others_is_told_all_the_same() =>
        WaitWords.Of(new QueuePlace(3, null, 0), "fr").Should().Equal("Aucun conseiller n'est là en ce moment. Votre demande est gardée.", "Vous êtes à la place 3 dans la file.");

    [Fact]
    public void A_wait_that_is_not_known_is_told_in_plain_words() =>
        WaitWords.Of(new QueuePlace(1, null, 1), "fr")[1].Should().Be("Nous ne savons pas encore combien de temps vous allez attendre.");
}
