using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Steering;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Tests.Steering;

public sealed class When_unequal_access_is_told
{
    [Theory]
    [InlineData("en", "anglais")]
    [InlineData("ar", "arabe")]
    [InlineData(null, "Non indiquée")]
    public void A_language_has_its_French_name(string? code, string name) => SteeringWords.Language(code).Should().Be(name);

    [Fact]
    public void Every_need_that_can_be_chosen_has_words_wherever_it_is_shown()
    {
        NeedWords.All.Select(one => one.Need).Should().BeEquivalentTo(Enum.GetValues<AccessNeed>());
        foreach (var need in Enum.GetValues<AccessNeed>())
        {
            var part = new AccessFact(null, "web", "fr", need, TimeSpan.Zero, WasAnswered: true, HasEnded: true, Score: null).Part(AccessSplit.Need);
            AccessWords.Group(AccessSplit.Need, part).Should().StartWith("Besoin");
        }
    }

    [Theory]
    [InlineData(AccessSplit.Territory, "Département non indiqué")]
    [InlineData(AccessSplit.Need, "Aucun besoin indiqué")]
    public void Who_said_nothing_is_a_group_too(AccessSplit split, string words)
    {
        AccessWords.Group(split, null).Should().Be(words);
        AccessWords.Group(split, "").Should().Be(words, "so it is in the table of alarms");
    }

    [Theory]
    [InlineData(AccessMeasure.Wait, 600, 120, "neuf personnes sur dix ont une réponse en 10 min au plus, contre 2 min pour toutes les autres")]
    [InlineData(AccessMeasure.LeftWithoutAnswer, 0.2, 0.05, "20 % des demandes finissent sans réponse d'une personne, contre 5 % pour toutes les autres")]
    [InlineData(AccessMeasure.Discontent, 0.3, 0.1, "30 % des avis sont mauvais, contre 10 % pour tous les autres")]
    public void A_gap_is_one_sentence(AccessMeasure measure, double here, double elsewhere, string words) =>
        AccessWords.Gap(AccessSplit.Channel, "phone", measure, here, elsewhere).Replace('\u00a0', ' ').Should().Be($"Téléphone : {words}.");
}
