using ServiceRouter.Host.Steering;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_this_moment_is_told
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0, 1, 0, "1 personne attend et aucun conseiller n'a de place libre\u00a0: il faut plus de conseillers, ou convenir de dates.")]
    [InlineData(1200, 0, 0, 0, "1\u202f200 personnes attendent et aucun conseiller n'a de place libre\u00a0: il faut plus de conseillers, ou convenir de dates.")]
    [InlineData(2, 0, 3, 4, "2 personnes attendent. Les conseillers disponibles ont 4 places libres.")]
    [InlineData(0, 1, 1, 0, "Personne n'attend, une demande est proposée à un conseiller.")]
    [InlineData(0, 3, 1, 0, "Personne n'attend, 3 demandes sont proposées à un conseiller.")]
    [InlineData(0, 0, 2, 1, "Personne n'attend. Les conseillers disponibles ont 1 place libre.")]
    [InlineData(0, 0, 2, 0, "Personne n'attend. Les conseillers disponibles n'ont plus de place libre.")]
    [InlineData(0, 0, 0, 0, "Personne n'attend, et aucun conseiller n'est disponible.")]
    public void It_is_one_sentence(int waiting, int offered, int onLine, int places, string sentence) =>
        NowWords.Sentence(Now(waiting, offered, onLine, places)).Should().Be(sentence);

    [Fact]
    public void Outside_of_the_hours_it_says_when_somebody_is_there_again()
    {
        var closed = Now(waiting: 1, offered: 0, onLine: 0, places: 0) with { BackAt = Morning };

        NowWords.Sentence(closed).Should().StartWith("1 personne attend, en dehors des heures d'ouverture. Les conseillers répondent à partir du").And.Contain("25 novembre");
        NowWords.Sentence(closed with { Waiting = 0 }).Should().StartWith("Personne n'attend. Les conseillers répondent à partir du");
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1 personne attend un appel ou un rendez-vous un jour qui a été fermé depuis\u00a0: ce jour-là, sa demande revient dans la file, et il faut quelqu'un pour la prendre.")]
    [InlineData(12, "12 personnes attendent un appel ou un rendez-vous un jour qui a été fermé depuis\u00a0: ce jour-là, leurs demandes reviennent dans la file, et il faut quelqu'un pour les prendre.")]
    public void Whoever_was_promised_a_day_that_is_closed_is_told(int promised, string? sentence) =>
        NowWords.OnClosedDays(Now(0, 0, 0, 0) with { PromisedOnClosedDays = promised }).Should().Be(sentence);

    private static NowFigures Now(int waiting, int offered, int onLine, int places) =>
        new(Morning, waiting, offered, waiting > 0 ? TimeSpan.FromMinutes(3) : null, 0, 0, 0, onLine, places, 0, null, []);
}
